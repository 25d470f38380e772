import '../../../../../services/device-registration/main.ts';
