/** Checks at the start for what would keep a kernel log empty: one line each, with the mend. Pure over injected reads. */

/** A finding. */
export interface StartCheck {
  /** Stable identifier. */
  readonly code: 'start/network-namespace' | 'start/log-permission' | 'start/log-missing';
  readonly message: string;
  /** What to do. */
  readonly hint: string;
}

/** What the namespace check reads; each returns undefined when it cannot be read. */
export interface NamespaceReads {
  /** Target of a symbolic link, such as `net:[4026531840]`. */
  readLink(path: string): string | undefined;
  /** Text of a small file. */
  readText(path: string): string | undefined;
}

const ownNamespace = '/proc/self/ns/net';
const initNamespace = '/proc/1/ns/net';
const allNamespacesSwitch = '/proc/sys/net/netfilter/nf_log_all_netns';

/**
 * Inode numbers of the initial network namespace: the first dynamic one of older kernels as most machines have it, and
 * the fixed one of newer kernels (include/uapi/linux/nsfs.h).
 */
const initialInodes: ReadonlySet<string> = new Set(['net:[4026531840]', 'net:[4026531833]']);

/** Whether this is the initial network namespace; undefined when nothing tells. */
function isInitialNamespace(reads: NamespaceReads): boolean | undefined {
  const own = reads.readLink(ownNamespace);
  if (own === undefined) return undefined;
  if (initialInodes.has(own)) return true;
  const init = reads.readLink(initNamespace);
  if (init !== undefined && init !== own) return false;
  // The kernel shows this switch in the initial namespace alone (net/netfilter/nf_log.c).
  return reads.readText(allNamespacesSwitch) !== undefined;
}

/**
 * Returns a finding when this process is in a network namespace whose packets the kernel does not log: not the initial
 * one, and `net.netfilter.nf_log_all_netns` is not known to be 1. Nodes of kind and of minikube's container driver live
 * there.
 */
export function checkNetworkNamespace(reads: NamespaceReads): StartCheck | undefined {
  if (isInitialNamespace(reads) !== false) return undefined;
  const value = reads.readText(allNamespacesSwitch)?.trim();
  if (value !== undefined && value !== '0') return undefined;
  const state = value === undefined ? 'cannot be read from here' : 'is 0';
  return {
    code: 'start/network-namespace',
    message: `not in the initial network namespace: the kernel logs none of its packets unless net.netfilter.nf_log_all_netns is 1, which ${state}`,
    hint: 'on the host (of kind or minikube) run: sysctl -w net.netfilter.nf_log_all_netns=1',
  };
}

/** How a log can be opened. */
export type LogAccess = 'readable' | 'denied' | 'missing';

/** What the permission check asks. */
export interface LogAccessReads {
  access(path: string): LogAccess;
  readText(path: string): string | undefined;
}

const dmesgRestrict = '/proc/sys/kernel/dmesg_restrict';
const kernelRing = '/dev/kmsg';

function deniedHint(path: string, reads: LogAccessReads): string {
  if (path !== kernelRing) {
    return 'run as a user that may read it: on Debian and Ubuntu a member of the group adm (usermod -aG adm USER)';
  }
  const restricted = reads.readText(dmesgRestrict)?.trim() === '1';
  return `run as root or with CAP_SYSLOG${restricted ? ', as kernel.dmesg_restrict is 1' : ''}; in Kubernetes set securityContext.privileged`;
}

/** Returns a finding when the log at `path` (a file, or `/dev/kmsg`) is not there or may not be read. */
export function checkLogAccess(path: string, reads: LogAccessReads): StartCheck | undefined {
  const access = reads.access(path);
  if (access === 'readable') return undefined;
  if (access === 'denied') {
    return { code: 'start/log-permission', message: `no permission to read ${path}`, hint: deniedHint(path, reads) };
  }
  const hint =
    path === kernelRing
      ? 'mount the /dev/kmsg of the host into the container, or follow a log file with --source file:PATH'
      : 'check the path; a system without rsyslog keeps the kernel log in the journal: try --source kmsg:';
  return { code: 'start/log-missing', message: `${path} does not exist`, hint };
}
