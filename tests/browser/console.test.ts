import { accessibilityTests } from './accessibility.ts';
import { budgetTests } from './budgets.ts';
import { entraTests } from './entra.ts';
import { flowTests } from './flows/flows.ts';
import { numberTests } from './numbers.ts';
import { qualityTests } from './qualities.ts';
import { silenceTests } from './silence.ts';
import { openWorld } from './world.ts';

// One product and one browser for all of them: opening these is most of what a test here costs.
const world = openWorld();

accessibilityTests(world);
qualityTests(world);
numberTests(world);
silenceTests(world);
budgetTests(world);
flowTests(world);
entraTests(world);
