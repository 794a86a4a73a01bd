/** Reads the rows of a paper from YAML. */
import { CATALOGUE_NAMES } from '../../lagrangians/index.js';
import { suggestion } from '../../symbolic/nearest.js';
import { type MapNode, quoted, Source, type SourceNode } from '../source.js';
import { isPlainList, isPlainMap, overlay, plain, type Plain, type PlainMap } from './plain.js';
import type { Paper, Reading, Row, RowDesign, Table, Test } from './types.js';

/** A file of rows, read as YAML. */
export interface RowFile {
  readonly file: string;
  readonly root: SourceNode;
}

type Systems = ReadonlyMap<string, PlainMap>;

const TEST_KEYS = ['system', 'with', 'each', 'claims', 'contradiction', 'example'] as const;
const ROW_KEYS = ['id', 'place', 'statement', 'readings', 'open', 'note', 'repaired', ...TEST_KEYS] as const;

/** The rows and tables of some files, in order. A system of any of the files may be used in all. */
export function readPaper(files: readonly RowFile[]): Paper {
  const systems = new Map<string, PlainMap>();
  const roots = files.map(({ file, root }) => {
    const source = new Source(file);
    const keys = ['systems', 'rows', 'tables'];
    return { source, map: source.record(root, keys, `a file with the keys ${keys.join(', ')}`) };
  });
  for (const { source, map } of roots) readSystems(source, map, systems);
  const seen = new Set<string>();
  const each = <T extends { readonly id: string }>(
    key: 'rows' | 'tables',
    read: (source: Source, node: SourceNode, systems: Systems) => T,
  ): readonly T[] =>
    roots.flatMap(({ source, map }) => {
      const listed = map.entries.get(key)?.value;
      return (listed === undefined ? [] : source.list(listed, `a list of ${key}`)).map((node) => {
        const one = read(source, node, systems);
        if (seen.has(one.id)) throw source.error(node, `two ${key} have the id ${quoted(one.id)}`);
        seen.add(one.id);
        return one;
      });
    });
  return { rows: each('rows', readRow), tables: each('tables', readTable) };
}

function readSystems(source: Source, root: MapNode, systems: Map<string, PlainMap>): void {
  const node = root.entries.get('systems')?.value;
  if (node === undefined) return;
  for (const [name, { key, value }] of source.map(node, 'a mapping from names to designs').entries) {
    if (systems.has(name)) throw source.error(key, `two systems have the name ${quoted(name)}`);
    systems.set(name, mapping(source, value, 'a design without claims'));
  }
}

function readRow(source: Source, node: SourceNode, systems: Systems): Row {
  const map = source.record(node, ROW_KEYS, 'a row');
  const text = (key: string): string => source.text(need(source, map, key), `the ${key} of the row`);
  const optional = (key: string): string | undefined => (map.entries.has(key) ? text(key) : undefined);
  const id = text('id');
  const listed = map.entries.get('readings')?.value;
  const own = TEST_KEYS.some((key) => map.entries.has(key));
  if (listed !== undefined && own) throw source.error(map, 'a row has "readings" or a design of its own, not both');
  const readings = listed === undefined ? [] : source.list(listed, 'a list of readings');
  const row: Row = {
    id,
    place: text('place'),
    statement: text('statement'),
    readings: own
      ? [{ name: AS_PRINTED, test: readTest(source, map, systems, id) }]
      : readings.map((r) => readReading(source, r, systems, id)),
    open: optional('open'),
    note: optional('note'),
    repaired: readRepair(source, map, systems, id),
    file: source.file ?? '',
    at: node.place,
  };
  if (row.readings.length === 0 && row.open === undefined)
    throw source.error(map, `the row ${id} needs readings, or under "open" why it has none`);
  return row;
}

const AS_PRINTED = 'as printed';

function readReading(source: Source, node: SourceNode, systems: Systems, id: string): Reading {
  const map = source.record(node, ['name', ...TEST_KEYS], 'a reading');
  const name = source.text(need(source, map, 'name'), 'the name of the reading');
  return { name, test: readTest(source, map, systems, `${id}, ${name}`) };
}

/** Every activation of the catalogue in each system, in the place of the Lagrangian that is named. */
function readTable(source: Source, node: SourceNode, systems: Systems): Table {
  const map = source.record(node, ['id', 'title', 'lagrangian', 'claims', 'systems'], 'a table');
  const text = (key: string): string => source.text(need(source, map, key), `the ${key} of the table`);
  const [id, title, lagrangian] = [text('id'), text('title'), text('lagrangian')];
  const claims = plain(need(source, map, 'claims'));
  const listed = source.list(need(source, map, 'systems'), 'a list of systems').map((item): Row => {
    const part = source.record(item, ['name', 'system', 'with'], 'a system of the table');
    const name = source.text(need(source, part, 'name'), 'the name of the system');
    const base = withChanges(source, part, systems);
    const readings = CATALOGUE_NAMES.map((activation): Reading => {
      const taken = overlay(base, { lagrangians: { [lagrangian]: { is: activation, assume: null } } });
      return { name: activation, test: { kind: 'claims', designs: [design(`${name}, ${activation}`, taken, claims)] } };
    });
    return {
      id: `${id}: ${name}`,
      place: title,
      statement: name,
      readings,
      open: undefined,
      note: undefined,
      repaired: undefined,
      file: source.file ?? '',
      at: item.place,
    };
  });
  return { id, title, activations: CATALOGUE_NAMES, systems: listed };
}

function readRepair(source: Source, row: MapNode, systems: Systems, id: string): Row['repaired'] {
  const node = row.entries.get('repaired')?.value;
  if (node === undefined) return undefined;
  const map = source.record(node, ['statement', ...TEST_KEYS], 'a repaired statement');
  return {
    statement: source.text(need(source, map, 'statement'), 'the repaired statement'),
    test: readTest(source, map, systems, `${id}, repaired`),
  };
}

function readTest(source: Source, map: MapNode, systems: Systems, name: string): Test {
  const base = withChanges(source, map, systems);
  const contradiction = map.entries.get('contradiction')?.value;
  const claims = map.entries.get('claims')?.value;
  const example = map.entries.get('example')?.value;
  if ([claims, contradiction, example].filter((part) => part !== undefined).length !== 1)
    throw source.error(map, 'expected one of "claims", "contradiction" and "example"');
  const each = map.entries.get('each')?.value;
  const wanted = 'a list of changes, one for each design';
  const changes = each === undefined ? [{}] : source.list(each, wanted).map((c) => mapping(source, c, 'changes'));
  if (claims !== undefined) {
    const listed = plain(claims);
    return {
      kind: 'claims',
      designs: changes.map((change, i) =>
        design(changes.length === 1 ? name : `${name}, ${i + 1}`, overlay(base, change), listed),
      ),
    };
  }
  if (each !== undefined) throw source.error(each, '"each" goes with claims only');
  if (example !== undefined) return { kind: 'example', design: design(name, base, plain(example)) };
  const parts = source.record(contradiction as SourceNode, ['holds', 'fails'], 'the keys holds and fails');
  const list = (key: string): readonly Plain[] => {
    const value = plain(need(source, parts, key));
    return isPlainList(value) ? value : [value];
  };
  const [holds, fails] = [numbered('holds', list('holds')), numbered('fails', list('fails'))];
  if (fails.length === 0) throw source.error(parts, 'a contradiction needs a claim that fails');
  return {
    kind: 'contradiction',
    design: design(name, base, [...holds, ...fails]),
    holds: holds.map((c) => c['id'] as string),
    fails: fails.map((c) => c['id'] as string),
  };
}

/** Claims with ids by which they can be told apart. */
const numbered = (prefix: string, claims: readonly Plain[]): readonly PlainMap[] =>
  claims.map((claim, i) => ({ ...(isPlainMap(claim) ? claim : { claim }), id: `${prefix}-${i + 1}` }));

function withChanges(source: Source, map: MapNode, systems: Systems): PlainMap {
  const node = need(source, map, 'system');
  const name = source.text(node, 'the name of a system');
  const system = systems.get(name);
  if (system === undefined)
    throw source.error(node, `there is no system ${quoted(name)}${suggestion(name, systems.keys())}`);
  const changes = map.entries.get('with')?.value;
  const listed = changes === undefined ? [] : source.oneOrMore(changes);
  return listed.reduce<PlainMap>((all, c) => overlay(all, mapping(source, c, 'changes to the system')), system);
}

const design = (name: string, parts: PlainMap, claims: Plain): RowDesign => ({
  name,
  source: `${JSON.stringify({ name, ...parts, claims }, undefined, 2)}\n`,
});

function need(source: Source, map: MapNode, key: string): SourceNode {
  const entry = map.entries.get(key);
  if (entry === undefined) throw source.error(map, `the key "${key}" is missing`);
  return entry.value;
}

function mapping(source: Source, node: SourceNode, wanted: string): PlainMap {
  const value = plain(source.map(node, wanted));
  if (!isPlainMap(value)) throw source.expected(node, wanted);
  return value;
}
