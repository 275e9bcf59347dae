import { describe, expect, it } from 'vitest';
import {
  packExtensionWish,
  packFlowExtension,
  unpackFlowExtension,
  wishesExtension,
} from '../../../src/flow/codec/extension.ts';
import { decodeMessage, encodeMessage } from '../../../src/flow/codec/wire.ts';
import type { FlowExtension } from '../../../src/flow/flow-extension.ts';

const extension: FlowExtension = {
  raw_line: 'calico-drop: IN=tunl0 OUT=cali76be879f658 SRC=192.168.128.30',
  uid: 0,
  mark: 0x1000_0000,
  embedded: { source: '10.0.0.1', protocol: 17 },
  verdict_basis: 5,
};

describe('the flow extension', () => {
  it('travels through a flow on the wire', () => {
    const flow = { uuid: 'u', extensions: packFlowExtension(extension) };
    const decoded = decodeMessage('flow.Flow', encodeMessage('flow.Flow', flow));
    expect(unpackFlowExtension(decoded.extensions)).toStrictEqual(extension);
  });

  it('names its type as protobuf does', () => {
    expect(packFlowExtension({}).type_url).toBe('type.googleapis.com/observed.v1.FlowExtension');
    expect(unpackFlowExtension({ type_url: 'example.org/observed.v1.FlowExtension' })).toStrictEqual({});
  });

  it.each([
    ['nothing', undefined],
    ['an empty Any', {}],
    ['another type', { type_url: 'type.googleapis.com/flow.Endpoint', value: Uint8Array.of(8, 1) }],
    ['a type that only ends alike', { type_url: 'type.googleapis.com/not.observed.v1.FlowExtension' }],
    ['malformed bytes', { type_url: 'type.googleapis.com/observed.v1.FlowExtension', value: Uint8Array.of(8) }],
  ])('is not in %s', (_, any) => {
    expect(unpackFlowExtension(any)).toBeUndefined();
  });
});

describe('the wish for the extension', () => {
  it('is understood when it is packed, and names its type as protobuf does', () => {
    expect(packExtensionWish().type_url).toBe('type.googleapis.com/observed.v1.FlowsRequestExtension');
    expect(wishesExtension(packExtensionWish())).toBe(true);
  });

  it.each([
    ['nothing', undefined],
    ['an empty Any', {}],
    ['a wish for nothing', { type_url: 'type.googleapis.com/observed.v1.FlowsRequestExtension' }],
    ['another type', { type_url: 'type.googleapis.com/some.other.Wish', value: Uint8Array.of(8, 1) }],
  ])('is not in %s', (_, any) => {
    expect(wishesExtension(any)).toBe(false);
  });
});
