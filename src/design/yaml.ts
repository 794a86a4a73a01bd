/** YAML (and so JSON) as a source tree, with the traps that YAML sets for formulas named and refused. */
import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  Parser,
  parseDocument,
  type Scalar,
  type YAMLParseError,
} from 'yaml';
import {
  type ListNode,
  type MapEntry,
  type MapNode,
  quoted,
  type ScalarNode,
  Source,
  type SourceNode,
} from './source.js';
import type { Place } from './types.js';

const QUOTE = 'put the formula in double quotes';

/** Nodes that are read, aliases followed: an alias of aliases could otherwise stand for billions. */
const MAX_NODES = 100_000;
/** Deepest nesting of lists and mappings that is read; designs have five levels or so. */
const MAX_NESTING = 50;

/** The tree of a YAML text; every way to fail is a `DesignError`. */
export function readYaml(text: string, file: string | undefined): SourceNode {
  const source = new Source(file);
  const lines = new LineCounter();
  const start = { path: '', place: { line: 1, column: 1 } };
  if (text.trim() === '')
    throw source.error(start, 'the file is empty; "energy-audit init" writes a design to start from');
  const deep = tooDeep(text);
  if (deep !== undefined)
    throw source.error(
      { path: '', place: deep },
      `the file is nested too deeply: lists and mappings have at most ${MAX_NESTING} levels`,
    );
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      uniqueKeys: false,
      version: '1.2',
      schema: 'core',
      keepSourceTokens: false,
      logLevel: 'error',
    });
    const version = document.directives?.yaml;
    if (version?.explicit === true && version.version !== '1.2')
      throw source.error(start, `%YAML ${version.version} reads y and N as true and false; remove the %YAML line`);
    const reader = new YamlReader(text, source, lines, document);
    const [problem] = document.errors;
    if (problem !== undefined) throw reader.syntaxError(problem);
    if (document.contents === null) throw source.error(start, 'the file holds nothing but comments');
    return reader.read(document.contents, '', false);
  } catch (error) {
    if (error instanceof RangeError) throw source.error(start, 'the file is nested too deeply');
    throw error;
  }
}

/**
 * Where a text nests deeper than is read. This runs before the library builds its tree, which it does by recursion:
 * where the stack is nearly full a regular expression can end the process.
 */
function tooDeep(text: string): Place | undefined {
  const lines = new LineCounter();
  const parser = new Parser(lines.addNewLine);
  for (const lexeme of new Lexer().lex(text)) {
    // The parser keeps what is open on its stack: the document, lists and mappings, and the scalar at hand.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > MAX_NESTING + 2) return placeOf(lines, parser.offset - 1);
  }
  return undefined;
}

/** The place of a character. */
function placeOf(lines: LineCounter, offset: number): Place {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

/** What a value with a tag of YAML's own must be. */
const CORE_TAGS: Readonly<Record<string, (node: Node) => boolean>> = {
  map: isMap,
  seq: isSeq,
  str: (node) => isScalar(node) && typeof node.value === 'string',
  int: (node) => isScalar(node) && typeof node.value === 'number',
  float: (node) => isScalar(node) && typeof node.value === 'number',
  bool: (node) => isScalar(node) && typeof node.value === 'boolean',
  null: (node) => isScalar(node) && node.value === null,
};
const CORE_PREFIX = 'tag:yaml.org,2002:';

class YamlReader {
  readonly #text: string;
  readonly #source: Source;
  readonly #lines: LineCounter;
  readonly #document: Document;
  #nodes = 0;

  constructor(text: string, source: Source, lines: LineCounter, document: Document) {
    this.#text = text;
    this.#source = source;
    this.#lines = lines;
    this.#document = document;
  }

  #place(offset: number): Place {
    return placeOf(this.#lines, Math.min(offset, this.#text.length));
  }

  syntaxError(problem: YAMLParseError): Error {
    const [offset] = problem.pos;
    const place = this.#place(offset);
    const what = problem.message.replace(/\s+/g, ' ');
    if (problem.code === 'MULTIPLE_DOCS')
      return this.#source.error({ path: '', place }, 'a file holds one design, but "---" starts another document');
    const message = /\.json$/i.test(this.#source.file ?? '')
      ? `not valid JSON: ${inJson(what)}`
      : `not valid YAML: ${what}${this.#quoteAdvice(place)}`;
    return this.#source.error({ path: '', place }, message);
  }

  /** What is likely meant where a line that looks like a formula is not valid YAML. */
  #quoteAdvice({ line }: Place): string {
    const text = this.#text.split('\n')[line - 1] ?? '';
    const value = /(?::|-|,|\{|\[)\s+('|[!*&%@`[>|{-])/.exec(text)?.[1];
    if (value === "'") return `. In single quotes a transpose is written ''; ${QUOTE} instead`;
    if (value !== undefined || /[()^]/.test(text)) return `. If this is a formula, ${QUOTE}`;
    return '';
  }

  read(node: Node | null, path: string, flow: boolean): SourceNode {
    this.#nodes += 1;
    const place = this.#place(node?.range?.[0] ?? 0);
    const at = { path, place };
    if (this.#nodes > MAX_NODES) throw this.#source.error(at, 'the file has too many entries, counting aliases');
    if (node === null) return this.#nothing(at);
    if (isAlias(node)) return this.#alias(node, path, flow, at);
    const before = (sign: string): Place => this.#place(this.#text.lastIndexOf(sign, node.range?.[0] ?? 0));
    if (node.tag !== undefined) this.#checkTag(node, node.tag, at);
    if (node.anchor !== undefined && isScalar(node) && node.value === null)
      throw this.#source.error(at, `a leading & is a YAML anchor; if this is a formula, ${QUOTE}`, before('&'));
    if (isMap(node)) return this.#map(node.items as Pair<Node, Node | null>[], at, flow || node.flow === true);
    if (isSeq(node)) {
      const inFlow = flow || node.flow === true;
      const items = node.items.map((item, i) => this.read(item as Node | null, `${path}[${i}]`, inFlow));
      return { kind: 'list', items, ...at } satisfies ListNode;
    }
    if (isScalar(node)) return this.#scalar(node, at, flow);
    throw this.#source.error(at, 'this is not part of a design');
  }

  /** Refuses a tag that says something else than the value itself: it would be ignored. */
  #checkTag(node: Node, tag: string, at: { path: string; place: Place }): void {
    const name = tag.startsWith(CORE_PREFIX) ? tag.slice(CORE_PREFIX.length) : undefined;
    if (name !== undefined && Object.hasOwn(CORE_TAGS, name) && CORE_TAGS[name]?.(node) === true) return;
    const last = this.#text.lastIndexOf('!', node.range?.[0] ?? 0);
    const start = this.#text[last - 1] === '!' ? last - 1 : last;
    throw this.#source.error(
      at,
      name === undefined
        ? `a leading ! is a YAML tag; if this is a formula, ${QUOTE}`
        : `the YAML tag !!${name} ${Object.hasOwn(CORE_TAGS, name) ? 'does not fit what follows it' : 'is not part of a design'}; remove it`,
      this.#place(start),
    );
  }

  #nothing(at: { path: string; place: Place }): ScalarNode {
    return { kind: 'scalar', value: null, text: '', placeAt: () => at.place, commented: false, ...at };
  }

  #alias(node: Alias, path: string, flow: boolean, at: { path: string; place: Place }): SourceNode {
    const target = node.resolve(this.#document);
    if (target === undefined)
      throw this.#source.error(at, `a leading * is a YAML alias, and *${node.source} names nothing; ${QUOTE}`);
    const inside = target.range?.[0] ?? 0;
    const own = node.range?.[0] ?? 0;
    if (inside <= own && own < (target.range?.[1] ?? 0))
      throw this.#source.error(at, `the alias *${node.source} contains itself`);
    return this.read(target, path, flow);
  }

  #map(pairs: readonly Pair<Node, Node | null>[], at: { path: string; place: Place }, flow: boolean): MapNode {
    const entries = new Map<string, MapEntry>();
    for (const pair of pairs) {
      const read = this.read(pair.key, at.path, flow);
      if (read.kind !== 'scalar') throw this.#source.error(read, `a key is a name, but found a ${read.kind}`);
      const key = { ...read, path: at.path === '' ? read.text : `${at.path}.${read.text}` };
      if (typeof key.value !== 'string')
        throw this.#source.error({ ...key, path: at.path }, `a key is a name, but found ${key.text || 'nothing'}`);
      if (entries.has(key.value))
        throw this.#source.error({ ...key, path: at.path }, `the key ${quoted(key.value)} stands here twice`);
      const value =
        pair.value === null
          ? this.#nothing({ path: key.path, place: read.place ?? at.place })
          : this.read(pair.value, key.path, flow);
      entries.set(key.value, { key, value });
    }
    return { kind: 'map', entries, ...at };
  }

  #scalar(node: Scalar, at: { path: string; place: Place }, flow: boolean): ScalarNode {
    const { value } = node;
    const [start, end] = node.range ?? [0, 0];
    const raw = this.#text.slice(start, end);
    const text = typeof value === 'string' ? value : (node.source ?? String(value));
    if (flow && node.type === 'PLAIN' && !balanced(text))
      throw this.#source.error(
        at,
        `in { } and [ ] a comma ends a value, so that ${quoted(text)} was cut out of a longer formula: ${QUOTE}`,
      );
    if (value !== null && typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
      throw this.#source.error(at, `${quoted(raw)} is not part of a design`);
    let offsets: readonly number[] | undefined;
    const placeAt = (offset: number): Place => {
      offsets ??= align(text, raw, node.type ?? 'PLAIN');
      return this.#place(start + (offsets[Math.min(offset, offsets.length - 1)] ?? 0));
    };
    return {
      kind: 'scalar',
      value,
      text,
      placeAt,
      commented: /^[ \t]+#/.test(this.#text.slice(end, end + 200)),
      ...at,
    };
  }
}

/** A message about YAML in the words of JSON. */
const inJson = (message: string): string =>
  message
    .replace(/flow (map|mapping)\b/gi, 'object')
    .replace(/flow (seq|sequence|collection)\b/gi, 'array')
    .replace(' in block collection must be sufficiently indented and', ' must')
    .replace(/double-quoted-scalar( token)?/g, 'string');

/** Whether brackets close in a text. */
function balanced(text: string): boolean {
  let open = 0;
  for (const c of text) {
    if (c === '(') open += 1;
    else if (c === ')') open -= 1;
    if (open < 0) return false;
  }
  return open === 0;
}

/** For each character of a scalar's text, and for its end, where it stands in the source: quotes, escapes and folded lines move it. */
function align(text: string, raw: string, type: string): readonly number[] {
  let at = 0;
  if (type.startsWith('QUOTE')) at = 1;
  else if (type.startsWith('BLOCK')) at = raw.indexOf('\n') + 1;
  const offsets: number[] = [];
  for (const c of text.split('')) {
    if (/\s/.test(c)) {
      offsets.push(at);
      if (/\s/.test(raw[at] ?? '')) at += 1;
    } else {
      const found = raw.indexOf(c, at);
      if (found >= 0) at = found;
      offsets.push(at);
      at += 1;
    }
  }
  return [...offsets, Math.min(at, raw.length)];
}
