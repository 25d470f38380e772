import '../../../../../services/update-orchestrator/main.ts';
