/** Certificates as files in a folder of their own. */

import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tempFolder } from './grpc-server.ts';
import { makeAuthority, type CertificateWish, type MadeCertificate } from './certificates.ts';

/** A certificate in files. */
export interface CertificateFiles {
  readonly cert: string;
  readonly key: string;
}

/** A folder with an authority in it. */
export interface TlsFolder extends AsyncDisposable {
  readonly path: string;
  readonly authority: MadeCertificate;
  /** The file of the authority. */
  readonly ca: string;
  /** Writes any file and returns its path. */
  write(name: string, text: string): Promise<string>;
  /** Writes `NAME.pem` and `NAME.key`. */
  put(name: string, certificate: MadeCertificate): Promise<CertificateFiles>;
  /** Writes a certificate of the authority. */
  issue(name: string, wish: CertificateWish): Promise<CertificateFiles>;
}

/** Makes the folder. */
export async function tlsFolder(): Promise<TlsFolder> {
  const folder = await tempFolder();
  const authority = makeAuthority('Test authority');
  const write = async (name: string, text: string): Promise<string> => {
    const path = join(folder.path, name);
    await writeFile(path, text);
    return path;
  };
  const put = async (name: string, { cert, key }: MadeCertificate): Promise<CertificateFiles> => ({
    cert: await write(`${name}.pem`, cert),
    key: await write(`${name}.key`, key),
  });
  return {
    path: folder.path,
    authority,
    ca: await write('ca.pem', authority.cert),
    write,
    put,
    issue: (name, wish) => put(name, authority.issue(wish)),
    [Symbol.asyncDispose]: () => folder[Symbol.asyncDispose](),
  };
}
