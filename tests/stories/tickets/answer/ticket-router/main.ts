import '../../../../../services/ticket-router/main.ts';
