import '../../../../../services/security-alert-responder/main.ts';
