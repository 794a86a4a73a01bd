#!/usr/bin/env node
/** The program `energy-audit`. */
import { ENGINE } from './engine.js';
import { runProcess } from './process.js';

runProcess(ENGINE);
