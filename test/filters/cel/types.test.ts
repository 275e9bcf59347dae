import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import {
  listType,
  mapType,
  messageType,
  plainTypes,
  TypeBindings,
  typeParameter,
  typeText,
  wrapperType,
  type CelType,
} from '../../../src/filters/cel/types.ts';

const { bool, int, string, dyn, timestamp } = plainTypes;
const a = typeParameter('a');

describe('assign', () => {
  it.each<[CelType, CelType, boolean]>([
    [int, int, true],
    [int, plainTypes.uint, false],
    [int, dyn, true],
    [dyn, string, true],
    [wrapperType(bool), bool, true],
    [bool, wrapperType(bool), true],
    [wrapperType(int), bool, false],
    [plainTypes.null, wrapperType(int), true],
    [plainTypes.null, messageType('flow.Flow'), true],
    [timestamp, plainTypes.null, true],
    [plainTypes.null, string, false],
    [messageType('flow.Flow'), messageType('flow.IP'), false],
    [listType(int), listType(int), true],
    [listType(int), listType(string), false],
    [listType(dyn), listType(string), true],
    [listType(int), mapType(int, int), false],
    [mapType(string, int), mapType(string, wrapperType(int)), true],
  ])('%j to %j: %s', (from, to, expected) => {
    expect(new TypeBindings().assign(from, to)).toBe(expected);
  });

  it('binds a parameter to what it is first given and holds the rest to it', () => {
    const bindings = new TypeBindings();
    expect(bindings.assign(listType(int), listType(a))).toBe(true);
    expect(typeText(bindings.resolve(a))).toBe('int');
    expect(bindings.assign(string, a)).toBe(false);
  });

  it.each<[CelType, CelType, string]>([
    [plainTypes.null, wrapperType(int), 'wrapper(int)'],
    [int, wrapperType(int), 'wrapper(int)'],
    [int, dyn, 'dyn'],
    [dyn, int, 'dyn'],
    [wrapperType(int), int, 'wrapper(int)'],
  ])('of %j and %j the parameter is the wider', (first, second, wider) => {
    const bindings = new TypeBindings();
    expect(bindings.assign(first, a) && bindings.assign(second, a)).toBe(true);
    expect(typeText(bindings.settle(a))).toBe(wider);
  });

  it('never makes a parameter a part of itself', () => {
    expect(new TypeBindings().assign(listType(a), a)).toBe(false);
  });

  it('takes every type for itself', () => {
    const plain = fc.constantFrom(...Object.values(plainTypes), messageType('flow.Flow'), wrapperType(bool));
    const { type } = fc.letrec<{ type: CelType }>((tie) => ({
      type: fc.oneof(
        { depthSize: 'small' },
        plain,
        tie('type').map(listType),
        fc.tuple(tie('type'), tie('type')).map(([key, value]) => mapType(key, value)),
      ),
    }));
    fc.assert(
      fc.property(type, (one) => {
        expect(new TypeBindings().assign(one, one)).toBe(true);
        expect(typeText(new TypeBindings().settle(one))).toBe(typeText(one));
      }),
    );
  });
});
