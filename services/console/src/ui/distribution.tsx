import { makeStyles, tokens } from '@fluentui/react-components';
import { scaleLinear } from '@visx/scale';
import { Bar } from '@visx/shape';
import { Chart } from './chart.tsx';

const [WIDTH, HEIGHT, ROW] = [900, 64, 24];

const useStyles = makeStyles({
  drawing: { width: '100%', height: 'auto', display: 'block' },
  word: { fill: tokens.colorNeutralForeground2, fontSize: '12px', fontFamily: tokens.fontFamilyBase },
});

/** In this order; each stands out from its neighbours in both themes. */
const COLOURS = [
  tokens.colorPalettePurpleBorderActive,
  tokens.colorPaletteTealBorderActive,
  tokens.colorPaletteMarigoldBorderActive,
  tokens.colorBrandStroke1,
];

export interface Slice {
  readonly name: string;
  readonly count: number;
  /** The share that it should have; null: any. */
  readonly aim: number | null;
}

/** How a whole is divided: what is, above what should be. */
export function Distribution({ name, slices }: { readonly name: string; readonly slices: readonly Slice[] }) {
  const styles = useStyles();
  const total = slices.reduce((sum, { count }) => sum + count, 0);
  const aimed = slices.reduce((sum, { aim }) => sum + (aim ?? 0), 0);
  const shares = slices.map(({ count }) => (total === 0 ? 0 : count / total));
  const told = slices.map((slice, n) => `${slice.name} ${percent(shares[n] ?? 0)}`).join(', ');
  return (
    <Chart
      name={name}
      sentence={`${told}. Above: as it is; below: as it should be.`}
      heads={['Ring', 'Devices', 'Share', 'Wanted']}
      rows={slices.map(({ name: slice, count, aim }, n) => [
        slice,
        count.toLocaleString('en'),
        percent(shares[n] ?? 0),
        aim === null ? 'as people decide' : percent(aim),
      ])}
    >
      <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${name}: ${told}`}>
        <Line shares={shares} y={0} height={ROW} />
        <Line shares={slices.map(({ aim }) => (aim ?? 0) / (aimed || 1))} y={ROW + 4} height={8} />
        {slices.map(({ name: slice }, n) => (
          <g key={slice} transform={`translate(${n * 90}, ${HEIGHT - 12})`}>
            <rect width={12} height={12} rx={2} fill={COLOURS[n]} />
            <text x={18} y={10.5} className={styles.word}>
              {slice}
            </text>
          </g>
        ))}
      </svg>
    </Chart>
  );
}

function Line({
  shares,
  y,
  height,
}: {
  readonly shares: readonly number[];
  readonly y: number;
  readonly height: number;
}) {
  const x = scaleLinear({ domain: [0, 1], range: [0, WIDTH] });
  return shares.map((share, n) => {
    const before = shares.slice(0, n).reduce((sum, each) => sum + each, 0);
    return (
      // biome-ignore lint/suspicious/noArrayIndexKey: the place in the line is all that a slice is known by.
      <Bar key={n} x={x(before)} y={y} width={Math.max(0, x(share) - 2)} height={height} rx={3} fill={COLOURS[n]} />
    );
  });
}

const percent = (share: number): string => `${Math.round(share * 100)} %`;
