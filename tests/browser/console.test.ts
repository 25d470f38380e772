import { accessibilityTests } from './accessibility.ts';
import { numberTests } from './numbers.ts';
import { openWorld } from './world.ts';

const world = openWorld();

//accessibilityTests(world);
numberTests(world);
