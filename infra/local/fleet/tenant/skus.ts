/** Licences by their published ids. */
export const skuIds = {
  SPE_E3: '05e9a617-0261-4cee-bb44-138d3ef5d965',
  SPE_E5: '06ebc4ee-1bb5-47dd-8120-11324bc54e06',
  SPE_F1: '66b55226-6b4f-492c-910c-a3b7a3c9d993',
} as const;
