import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ServiceBusError } from '../errors.ts';
import { openQueue } from '../queue.fixture.ts';
import { encodeDelivery, encodeValue, filterView, propertiesOf, readBatch, readMessage } from './bare-message.ts';
import { SECTION, sectionsOf } from './sections.ts';
import * as amqp from './types.ts';

const data = (bytes: Buffer) => amqp.described(SECTION.data, amqp.binary(bytes));
const applicationProperties = amqp.described(
  SECTION.applicationProperties,
  amqp.map([
    [amqp.string('text'), amqp.string('x')],
    [amqp.string('long'), amqp.long(2 ** 40)],
    [amqp.string('uuid'), amqp.uuid(Buffer.alloc(16, 7))],
  ]),
);

describe('A message', () => {
  test('keeps its properties, body and footer byte for byte', () => {
    const bytes = amqp.encode(
      amqp.composite(SECTION.header, [amqp.boolean(false), amqp.ubyte(9), amqp.uint(5000)]),
      amqp.composite(SECTION.properties, [amqp.string('m'), amqp.binary(Buffer.from('user'))]),
      applicationProperties,
      data(Buffer.from('one')),
      data(Buffer.from('two')),
      amqp.described(SECTION.footer, amqp.map([[amqp.symbol('f'), amqp.int(1)]])),
    );
    const { queue } = openQueue();
    const delivered = encodeDelivery(queue.enqueue(readMessage(bytes)), { lockedUntil: 5 });
    const [before, after] = [sectionsOf(bytes), sectionsOf(delivered)];
    for (const section of ['properties', 'applicationProperties', 'body', 'footer'] as const)
      expect(after[section]).toEqual(before[section]);
    expect(amqp.itemsOf(amqp.decode(after.header ?? Buffer.alloc(0))).map(({ value }) => value)).toEqual([
      false,
      9,
      5000,
      false,
      0,
    ]);
  });

  test('is given an id where it has none, and the rest stays', () => {
    const bytes = amqp.encode(
      amqp.composite(SECTION.properties, [amqp.nothing(), amqp.nothing(), amqp.string('to')]),
      data(Buffer.from('x')),
    );
    const { id, bare } = readMessage(bytes);
    const fields = amqp.itemsOf(amqp.decode(sectionsOf(bare).properties ?? Buffer.alloc(0)));
    expect(fields.map(({ value }) => value)).toEqual([id, null, 'to']);
    expect(sectionsOf(bare).body).toEqual(sectionsOf(bytes).body);
  });

  test('shows changed properties in place of the old ones, with their types', () => {
    const changes = propertiesOf(
      amqp.map([
        [amqp.symbol('long'), amqp.int(3)],
        [amqp.symbol('text'), amqp.string('y')],
      ]),
    );
    const message = {
      ...readMessage(amqp.encode(applicationProperties)),
      properties: { ...changes, uuid: null, mark: encodeValue(5) },
    };
    expect([...filterView(message).application]).toEqual([
      ['text', 'y'],
      ['long', 3],
      ['mark', 5],
    ]);
    const { queue } = openQueue();
    const { applicationProperties: section } = sectionsOf(encodeDelivery(queue.enqueue(message)));
    const entries = amqp.entriesOf(amqp.decode(section ?? Buffer.alloc(0)));
    expect(entries.get('long')?.type.name).toBe('SmallInt');
    expect(entries.get('mark')?.type.name).toBe('SmallLong');
  });

  test('that is not AMQP is refused and nothing else happens', () => {
    const valid = amqp.encode(applicationProperties, data(Buffer.from('body')));
    const broken = fc.oneof(
      fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      fc.tuple(fc.nat(valid.length - 1), fc.integer({ min: 0, max: 255 })).map(([at, byte]) => {
        const bytes = Buffer.from(valid);
        bytes[at] = byte;
        return bytes;
      }),
      fc.nat(valid.length).map((length) => valid.subarray(0, length)),
    );
    fc.assert(
      fc.property(broken, fc.constantFrom(readMessage, readBatch), (bytes, read) => {
        try {
          read(bytes);
        } catch (error) {
          expect(error).toBeInstanceOf(ServiceBusError);
        }
      }),
      { numRuns: 3000 },
    );
  });
});
