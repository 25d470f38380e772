// The same, with private networking.

using 'main.bicep'

extends 'main.bicepparam'

param privateNetworking = true
