/** The functions and operators of CEL's standard library: what they take and what they give. */

import { once } from '../../flow/codec/once.ts';
import { listType, mapType, plainTypes, typeParameter, typeType, type CelType } from './types.ts';

/** One way to call a function. A receiver, where `isMethod`, is the first of `operands`. */
export interface Signature {
  readonly isMethod: boolean;
  readonly operands: readonly CelType[];
  readonly result: CelType;
}

const ordered = ['bool', 'int', 'uint', 'double', 'string', 'bytes', 'timestamp', 'duration'];
const comparison = ordered.map((type) => `(${type},${type})bool`);
const arithmetic = ['(int,int)int', '(uint,uint)uint', '(double,double)double'];
const calendar = ['timestamp.()int', 'timestamp.(string)int'];
const clock = [...calendar, 'duration.()int'];
const sized = ['string', 'bytes', 'list(A)', 'map(A,B)'];

// By the names the parser gives operators. `(A,B)C` is a function, `A.(B)C` a method; A and B are any type.
const table: Readonly<Record<string, readonly string[]>> = {
  '_&&_': ['(bool,bool)bool'],
  '_||_': ['(bool,bool)bool'],
  '!_': ['(bool)bool'],
  '@not_strictly_false': ['(bool)bool'],
  '_?_:_': ['(bool,A,A)A'],
  '_==_': ['(A,A)bool'],
  '_!=_': ['(A,A)bool'],
  '_<_': comparison,
  '_<=_': comparison,
  '_>_': comparison,
  '_>=_': comparison,
  '_+_': [
    ...arithmetic,
    '(string,string)string',
    '(bytes,bytes)bytes',
    '(list(A),list(A))list(A)',
    '(duration,duration)duration',
    '(duration,timestamp)timestamp',
    '(timestamp,duration)timestamp',
  ],
  '_-_': [
    ...arithmetic,
    '(duration,duration)duration',
    '(timestamp,duration)timestamp',
    '(timestamp,timestamp)duration',
  ],
  '_*_': arithmetic,
  '_/_': arithmetic,
  '_%_': ['(int,int)int', '(uint,uint)uint'],
  '-_': ['(int)int', '(double)double'],
  '_[_]': ['(list(A),int)A', '(map(A,B),A)B'],
  '@in': ['(A,list(A))bool', '(A,map(A,B))bool'],
  size: sized.flatMap((type) => [`(${type})int`, `${type}.()int`]),
  matches: ['(string,string)bool', 'string.(string)bool'],
  contains: ['string.(string)bool'],
  startsWith: ['string.(string)bool'],
  endsWith: ['string.(string)bool'],
  type: ['(A)type(A)'],
  dyn: ['(A)dyn'],
  bool: ['(bool)bool', '(string)bool'],
  bytes: ['(bytes)bytes', '(string)bytes'],
  int: ['int', 'uint', 'double', 'string', 'timestamp', 'duration'].map((type) => `(${type})int`),
  uint: ['int', 'uint', 'double', 'string'].map((type) => `(${type})uint`),
  double: ['int', 'uint', 'double', 'string'].map((type) => `(${type})double`),
  string: ordered.map((type) => `(${type})string`),
  timestamp: ['int', 'string', 'timestamp'].map((type) => `(${type})timestamp`),
  duration: ['int', 'string', 'duration'].map((type) => `(${type})duration`),
  getFullYear: calendar,
  getMonth: calendar,
  getDate: calendar,
  getDayOfMonth: calendar,
  getDayOfWeek: calendar,
  getDayOfYear: calendar,
  getHours: clock,
  getMinutes: clock,
  getSeconds: clock,
  getMilliseconds: clock,
};

const namedTypes: Readonly<Record<string, CelType>> = {
  ...plainTypes,
  A: typeParameter('A'),
  B: typeParameter('B'),
  'list(A)': listType(typeParameter('A')),
  'map(A,B)': mapType(typeParameter('A'), typeParameter('B')),
  'type(A)': typeType(typeParameter('A')),
};

const typeName = /(?:list|map|type)\([AB,]+\)|[a-zA-Z]+/g;

function typesIn(text: string): readonly CelType[] {
  return (text.match(typeName) ?? []).map((name) => namedTypes[name] ?? plainTypes.dyn);
}

// All but the last type named are operands.
function readSignature(text: string): Signature {
  const types = typesIn(text);
  return { isMethod: text.includes('.('), operands: types.slice(0, -1), result: types.at(-1) ?? plainTypes.dyn };
}

const signatures = once(
  () => new Map(Object.entries(table).map(([name, texts]) => [name, texts.map(readSignature)] as const)),
);

/** Returns the ways to call `name`, or undefined when CEL has no such function. Type parameters are called A and B. */
export function signaturesOf(name: string): readonly Signature[] | undefined {
  return signatures().get(name);
}
