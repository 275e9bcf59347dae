/** Certificates made on the spot: X.509 v3 (RFC 5280) with EC keys, whatever their names and dates. */

import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';

const oid = {
  commonName: '550403',
  ecdsaWithSha256: '2a8648ce3d040302',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
} as const;

function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const body = Buffer.concat(parts);
  const length = body.length;
  const head =
    length < 128 ? [tag, length] : length < 256 ? [tag, 0x81, length] : [tag, 0x82, length >> 8, length & 255];
  return Buffer.concat([Buffer.from(head), body]);
}

const sequence = (...parts: readonly Uint8Array[]): Buffer => der(0x30, ...parts);
const objectId = (hex: string): Buffer => der(0x06, Buffer.from(hex, 'hex'));
const bits = (value: Uint8Array): Buffer => der(0x03, Buffer.of(0), value);
const yes = Buffer.of(0x01, 0x01, 0xff);
const algorithm = sequence(objectId(oid.ecdsaWithSha256));

const nameOf = (common: string): Buffer =>
  sequence(der(0x31, sequence(objectId(oid.commonName), der(0x0c, Buffer.from(common)))));

const timeOf = (date: Date): Buffer =>
  der(0x17, Buffer.from(`${date.toISOString().slice(2, 19).replaceAll(/[-T:]/g, '')}Z`));

function alternative(name: string): Buffer {
  const isAddress = /^[\d.]+$/.test(name);
  return isAddress ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
}

function extensions({ names = [], authority = false }: CertificateWish): Buffer {
  const list: Buffer[] = [];
  if (authority) list.push(sequence(objectId(oid.basicConstraints), yes, der(0x04, sequence(yes))));
  if (names.length > 0)
    list.push(sequence(objectId(oid.subjectAltName), der(0x04, sequence(...names.map(alternative)))));
  return list.length === 0 ? Buffer.alloc(0) : der(0xa3, sequence(...list));
}

const day = 86_400_000;

/** A date so many days from now. */
export const daysFromNow = (days: number): Date => new Date(Date.now() + days * day);

/** What a certificate is to say. */
export interface CertificateWish {
  readonly common?: string;
  /** DNS names and IPv4 addresses. */
  readonly names?: readonly string[];
  readonly from?: Date;
  readonly until?: Date;
  readonly authority?: boolean;
}

/** A certificate with its key, both PEM. */
export interface MadeCertificate {
  readonly cert: string;
  readonly key: string;
  /** Makes a certificate that this one signs; it alone, without the chain. */
  issue(wish: CertificateWish): MadeCertificate;
}

interface Signer {
  readonly common: string;
  readonly key: KeyObject;
}

function make(wish: CertificateWish, signer?: Signer): MadeCertificate {
  const { common = wish.names?.[0] ?? 'nobody', from = daysFromNow(-1), until = daysFromNow(30) } = wish;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const issuer = signer ?? { common, key: privateKey };
  const serial = randomBytes(8);
  serial[0] = (serial[0]! & 0x7f) | 1;
  const body = sequence(
    der(0xa0, Buffer.of(0x02, 0x01, 0x02)),
    der(0x02, serial),
    algorithm,
    nameOf(issuer.common),
    sequence(timeOf(from), timeOf(until)),
    nameOf(common),
    publicKey.export({ type: 'spki', format: 'der' }),
    extensions(wish),
  );
  const signed = sequence(body, algorithm, bits(sign('sha256', body, issuer.key)));
  const lines = signed.toString('base64').replaceAll(/(.{64})(?=.)/g, '$1\n');
  return {
    cert: `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----\n`,
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    issue: (next) => make(next, { common, key: privateKey }),
  };
}

/** Makes an authority. */
export const makeAuthority = (common: string): MadeCertificate => make({ common, authority: true });

/** Makes a certificate that nobody else has signed. */
export const makeSelfSigned = (wish: CertificateWish): MadeCertificate => make(wish);
