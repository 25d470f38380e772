import '../../../../../services/health-monitor/main.ts';
