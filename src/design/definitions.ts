/** Abbreviations, in order: each may mention those above it. */
import type { Expression } from '../symbolic/expression.js';
import type { FormulaScope } from '../symbolic/parse.js';
import { readFormula, readNames } from './formula.js';
import type { Names } from './names.js';
import type { MapEntry, Source } from './source.js';
import type { Definition } from './types.js';

/**
 * Reads the definitions and adds them to `symbols`, which `scope` reads. A definition that leads back to itself, or that
 * mentions one below it, is refused.
 */
export function readDefinitions(
  entries: ReadonlyMap<string, MapEntry>,
  symbols: Map<string, Expression>,
  scope: FormulaScope,
  names: Names,
  source: Source,
): readonly Definition[] {
  for (const { key } of entries.values()) names.declare(key.text, 'a definition', key);
  const mentions = new Map([...entries].map(([name, { value }]) => [name, readNames(value, source)]));
  refuseCycles(entries, mentions, source);
  const pending = new Set(entries.keys());
  const notes = new Map<string, readonly Expression[]>();
  return [...entries].map(([name, { value }]) => {
    const partial: Expression[] = [];
    const inner: FormulaScope = {
      ...scope,
      note: (part) => partial.push(part),
      notes,
      explain: (used) =>
        pending.has(used) ? `${used} is defined below ${name}: move its definition above` : scope.explain?.(used),
    };
    const expression = readFormula(value, inner, source);
    symbols.set(name, expression);
    notes.set(name, partial);
    pending.delete(name);
    return { name, expression, partial };
  });
}

function refuseCycles(
  entries: ReadonlyMap<string, MapEntry>,
  mentions: ReadonlyMap<string, readonly string[]>,
  source: Source,
): void {
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (name: string): void => {
    const at = path.indexOf(name);
    if (at >= 0) {
      const cycle = [...path.slice(at), name];
      const node = entries.get(cycle[0] ?? name)?.value;
      if (node !== undefined) throw source.error(node, `the definition leads back to itself: ${cycle.join(' → ')}`);
    }
    if (done.has(name)) return;
    path.push(name);
    for (const used of mentions.get(name) ?? []) if (entries.has(used)) visit(used);
    path.pop();
    done.add(name);
  };
  for (const name of entries.keys()) visit(name);
}
