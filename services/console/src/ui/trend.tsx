import { makeStyles, tokens } from '@fluentui/react-components';
import { scaleLinear } from '@visx/scale';
import { AreaClosed, LinePath } from '@visx/shape';
import { Chart } from './chart.tsx';

const [WIDTH, HEIGHT] = [400, 120];
const EDGE = { left: 44, right: 12, top: 10, bottom: 20 };

const useStyles = makeStyles({
  drawing: { width: '100%', height: 'auto', display: 'block', overflow: 'visible' },
  line: { stroke: tokens.colorBrandStroke1, strokeWidth: '2px', fill: 'none' },
  area: { fill: tokens.colorBrandBackground2 },
  dot: { fill: tokens.colorBrandStroke1 },
  aim: { stroke: tokens.colorPaletteMarigoldBorderActive, strokeWidth: '1.5px', strokeDasharray: '5 4' },
  axis: { stroke: tokens.colorNeutralStroke2 },
  word: { fill: tokens.colorNeutralForeground2, fontSize: '12px', fontFamily: tokens.fontFamilyBase },
});

export interface TrendPoint {
  /** The day, as people write it. */
  readonly day: string;
  /** Undefined: not known. */
  readonly share: number | undefined;
  /** What the share is of: `12 of 40`. */
  readonly told: string;
}

/** A share, day by day, against what it should be. */
export function Trend({
  name,
  points,
  aim,
  days = points.length,
}: {
  readonly name: string;
  readonly points: readonly TrendPoint[];
  readonly aim: number;
  /** How many days there is room for. */
  readonly days?: number;
}) {
  const styles = useStyles();
  const known = points.flatMap(({ day, share }, at) => (share === undefined ? [] : [{ day, share, at }]));
  const lowest = Math.min(aim, ...known.map(({ share }) => share));
  const floor = Math.max(0, Math.floor((lowest - 0.02) * 20) / 20);
  const x = scaleLinear({ domain: [0, Math.max(1, days - 1)], range: [EDGE.left, WIDTH - EDGE.right] });
  const y = scaleLinear({ domain: [floor, 1], range: [HEIGHT - EDGE.bottom, EDGE.top] });
  const [first, last] = [known[0], known.at(-1)];
  const across = { x1: EDGE.left, x2: WIDTH - EDGE.right };
  const sentence =
    first && last
      ? `${percent(last.share)} on ${last.day}${known.length > 1 ? `, ${percent(first.share)} on ${first.day}` : ''}; ${percent(aim)} is the aim.`
      : `Nothing is known yet; ${percent(aim)} is the aim.`;
  return (
    <Chart
      name={name}
      sentence={sentence}
      heads={['Day', 'Share', 'Devices']}
      rows={points.map(({ day, share, told }) => [day, share === undefined ? 'not known' : percent(share), told])}
    >
      <svg className={styles.drawing} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={`${name}: ${sentence}`}>
        <line {...across} y1={y(floor)} y2={y(floor)} className={styles.axis} />
        <AreaClosed data={known} x={({ at }) => x(at)} y={({ share }) => y(share)} yScale={y} className={styles.area} />
        <line {...across} y1={y(aim)} y2={y(aim)} className={styles.aim} />
        <LinePath data={known} x={({ at }) => x(at)} y={({ share }) => y(share)} className={styles.line} />
        {last && <circle cx={x(last.at)} cy={y(last.share)} r={3.5} className={styles.dot} />}
        {[1, aim, floor]
          .filter((share, n, all) => all.findIndex((each) => Math.abs(y(each) - y(share)) < 12) === n)
          .map((share) => (
            <text key={share} x={EDGE.left - 6} y={y(share) + 4} textAnchor="end" className={styles.word}>
              {percent(share)}
            </text>
          ))}
        {first && (
          <text x={x(first.at)} y={HEIGHT - 5} className={styles.word}>
            {first.day}
          </text>
        )}
        {last && last !== first && x(last.at) > WIDTH / 3 && (
          <text x={x(last.at)} y={HEIGHT - 5} textAnchor="end" className={styles.word}>
            {last.day}
          </text>
        )}
      </svg>
    </Chart>
  );
}

const percent = (share: number): string => `${Math.round(share * 1000) / 10} %`;
