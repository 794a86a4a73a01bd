/** Round numbers along an axis. */
import type { Range } from './figure.js';

/** Multiples of 1, 2 or 5 times a power of ten within a range, about `count` of them. */
export function ticksOf([low, high]: Range, count: number): readonly number[] {
  const raw = (high - low) / count;
  if (!(raw > 0 && Number.isFinite(raw))) return [];
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * (raw / power < 1.5 ? 1 : raw / power < 3.5 ? 2 : raw / power < 7.5 ? 5 : 10);
  const first = Math.ceil(low / step - ROUNDING);
  const last = Math.floor(high / step + ROUNDING);
  return Array.from({ length: Math.max(0, Math.min(50, last - first + 1)) }, (_, k) =>
    Number(((first + k) * step).toPrecision(12)),
  );
}

/** A tick at the very end of a range is one, whatever rounding says. */
const ROUNDING = 1e-9;
