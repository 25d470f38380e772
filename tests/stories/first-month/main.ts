import { runCommand } from '../../terminal/command.ts';
import { story } from './command.ts';

await runCommand(story);
