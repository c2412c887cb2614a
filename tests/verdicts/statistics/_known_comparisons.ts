/** Two sets of samples, and what scipy says of them. */
export interface KnownComparison {
  readonly base: readonly number[];
  readonly next: readonly number[];
  /** `ttest_ind(next, base, equal_var=False)`; the change's interval by finding its ends with `brentq`. */
  readonly welch: {
    readonly statistic: number;
    readonly degreesOfFreedom: number;
    readonly p: number;
    readonly differenceInterval: readonly [number, number];
    readonly changeInterval: readonly [number, number] | undefined;
  };
  /** `mannwhitneyu(next, base, method="auto")`. */
  readonly mannWhitney: { readonly u: number; readonly p: number };
  /** By numpy, of a sorted list of all differences. */
  readonly hodgesLehmann: {
    readonly shift: number;
    readonly interval: readonly [number, number] | undefined;
  };
  /** By numpy, from their definitions. */
  readonly hedgesG: number;
  readonly cliffsDelta: number;
}

/** So many values with the quantiles of the logistic distribution, in no order. */
function logistic(count: number, middle: number, scale: number): number[] {
  return Array.from({ length: count }, (_, i) => {
    const share = ((i + 1) * 0.6180339887498949) % 1 * 0.998 + 0.001;
    return middle + scale * Math.log(share / (1 - share));
  });
}

/** Worked out with scipy 1.17.1 and numpy. */
export const KNOWN_COMPARISONS: Readonly<Record<string, KnownComparison>> = {
  normal: {
    base: [
      107.8893,
      105.8934,
      101.5525,
      98.0705,
      98.5792,
      86.0541,
      101.2538,
      97.2076,
      101.9995,
      102.253,
      107.5985,
      97.8339,
    ],
    next: [
      107.9709,
      115.3521,
      102.6649,
      106.287,
      106.4022,
      98.4654,
      108.201,
      99.2719,
      114.0662,
      98.4691,
      107.5081,
      105.4687,
    ],
    welch: {
      statistic: 2.2960334157885542,
      degreesOfFreedom: 21.917339609714,
      p: 0.031611416517195796,
      differenceInterval: [0.5145257015395241, 10.142507631793764],
      changeInterval: [0.004991845585869958, 0.10359879256685933],
    },
    mannWhitney: { u: 109, p: 0.03508911609404786 },
    hodgesLehmann: {
      shift: 5.0908000000000015,
      interval: [0.37239999999999895, 9.458699999999993],
    },
    hedgesG: 0.905029243848975,
    cliffsDelta: 0.5138888888888888,
  },
  "of unequal sizes and spreads": {
    base: [100.8731, 101.1038, 97.9502, 100.9711, 98.597, 101.5343, 97.2524],
    next: [
      93.5996,
      103.2229,
      114.0948,
      99.6933,
      102.1327,
      122.9991,
      113.8279,
      103.757,
      96.1709,
      95.4033,
      97.749,
      92.744,
      108.6301,
      111.6705,
      114.5278,
      90.6522,
      102.803,
      96.4763,
      131.0231,
      118.8735,
      82.0793,
      119.6235,
      116.0312,
      107.3316,
      117.5425,
    ],
    welch: {
      statistic: 2.597309575470841,
      degreesOfFreedom: 27.290037888699405,
      p: 0.01496194012996012,
      differenceInterval: [1.3364813082109608, 11.367132406074763],
      changeInterval: [0.013347763283843905, 0.11439867960143868],
    },
    mannWhitney: { u: 116, p: 0.20686743580236353 },
    hodgesLehmann: {
      shift: 5.550600000000003,
      interval: [-3.1936999999999927, 15.930800000000005],
    },
    hedgesG: 0.5866678544623136,
    cliffsDelta: 0.32571428571428573,
  },
  skewed: {
    base: [
      3.2721,
      1.0052,
      2.0365,
      0.6235,
      0.8973,
      1.0877,
      1.9818,
      0.9363,
      1.0101,
      1.5338,
      0.2004,
      1.41,
      2.6932,
      2.9586,
      2.0353,
      0.4776,
      1.9673,
      2.7295,
      1.7831,
      0.5814,
    ],
    next: [
      3.2343,
      1.079,
      0.7228,
      4.8243,
      3.7495,
      10.1603,
      9.1456,
      1.134,
      1.41,
      10.1448,
      0.7087,
      3.0352,
      1.2423,
      1.0095,
      2.204,
      6.4544,
      2.1452,
      1.8072,
    ],
    welch: {
      statistic: 2.5316697345512056,
      degreesOfFreedom: 19.267276176430148,
      p: 0.020196934079437616,
      differenceInterval: [0.3491653056748196, 3.6633313609918474],
      changeInterval: [0.20849842448408062, 2.7084375000925274],
    },
    mannWhitney: { u: 252.5, p: 0.03528657137375755 },
    hodgesLehmann: { shift: 0.81885, interval: [0.06889999999999996, 2.4538] },
    hedgesG: 0.8437812236538713,
    cliffsDelta: 0.4027777777777778,
  },
  "with ties": {
    base: [1, 2, 2, 3, 3, 3, 4, 4, 5, 6, 6, 7],
    next: [3, 3, 4, 4, 4, 5, 6, 6, 7, 8, 8],
    welch: {
      statistic: 1.8643226627888783,
      degreesOfFreedom: 20.830090626890517,
      p: 0.07643148662118719,
      differenceInterval: [-0.167018435171014, 3.045806313958892],
      changeInterval: [-0.0363485471558429, 1.0398313103422474],
    },
    mannWhitney: { u: 94, p: 0.08624480468123094 },
    hodgesLehmann: { shift: 1, interval: [0, 3] },
    hedgesG: 0.7500537810272452,
    cliffsDelta: 0.42424242424242425,
  },
  tiny: {
    base: [10.5, 11.2, 10.9],
    next: [12.1, 12.8, 11],
    welch: {
      statistic: 1.9581897360198568,
      degreesOfFreedom: 2.586039949982364,
      p: 0.159634584215217,
      differenceInterval: [-0.8610365669782485, 3.061036566978248],
      changeInterval: [-0.0774769137673944, 0.2893154958826152],
    },
    mannWhitney: { u: 8, p: 0.2 },
    hodgesLehmann: { shift: 1.1999999999999993, interval: undefined },
    hedgesG: 1.279084179414384,
    cliffsDelta: 0.7777777777777778,
  },
  "two on each side": {
    base: [1, 1.5],
    next: [2.5, 3.5],
    welch: {
      statistic: 3.1304951684997055,
      degreesOfFreedom: 1.4705882352941178,
      p: 0.12904783554828334,
      differenceInterval: [-1.7092614150355319, 5.209261415035532],
      changeInterval: undefined,
    },
    mannWhitney: { u: 4, p: 0.3333333333333333 },
    hodgesLehmann: { shift: 1.75, interval: undefined },
    hedgesG: 1.7888543819998317,
    cliffsDelta: 1,
  },
  identical: {
    base: [3.1, 4.1, 5.9, 2.6, 5.3],
    next: [3.1, 4.1, 5.9, 2.6, 5.3],
    welch: {
      statistic: 0,
      degreesOfFreedom: 8,
      p: 1,
      differenceInterval: [-2.04702520658736, 2.04702520658736],
      changeInterval: [-0.401622223129416, 0.6711850584255206],
    },
    mannWhitney: { u: 12.5, p: 1 },
    hodgesLehmann: {
      shift: 0,
      interval: [-2.6999999999999997, 2.6999999999999997],
    },
    hedgesG: 0,
    cliffsDelta: 0,
  },
  "without spread": {
    base: [5, 5, 5, 5, 5, 5],
    next: [5, 5, 5, 5],
    // scipy says NaN of two sides without any spread; we say what there is to say.
    welch: {
      statistic: 0,
      degreesOfFreedom: 8,
      p: 1,
      differenceInterval: [0, 0],
      changeInterval: [0, 0],
    },
    mannWhitney: { u: 12, p: 1 },
    hodgesLehmann: { shift: 0, interval: [0, 0] },
    hedgesG: 0,
    cliffsDelta: 0,
  },
  "one side without spread": {
    base: [5, 5, 5, 5, 5, 5],
    next: [5.1, 5.3, 4.9, 5.6, 5.2],
    welch: {
      statistic: 1.9005105362789918,
      degreesOfFreedom: 4,
      p: 0.1301621807750591,
      differenceInterval: [-0.101396757073199, 0.5413967570731986],
      changeInterval: [-0.020279351414639435, 0.10827935141463918],
    },
    mannWhitney: { u: 24, p: 0.09058402038572266 },
    hodgesLehmann: {
      shift: 0.20000000000000018,
      interval: [-0.09999999999999964, 0.5999999999999996],
    },
    hedgesG: 1.1656239774375514,
    cliffsDelta: 0.6,
  },
  "far apart": {
    base: [
      9.9143e-05,
      9.9557e-05,
      9.9988e-05,
      9.9862e-05,
      0.000101853,
      9.9589e-05,
      0.000101156,
      9.8908e-05,
      9.9665e-05,
    ],
    next: [
      0.000292972,
      0.000301338,
      0.000295023,
      0.000304426,
      0.000296681,
      0.000302783,
      0.000303547,
      0.000296885,
      0.000295005,
      0.000297394,
      0.000298364,
    ],
    welch: {
      statistic: 164.72862481203808,
      degreesOfFreedom: 11.450619652605054,
      p: 1.0985734257781401e-20,
      differenceInterval: [0.00019597339744052052, 0.0002012555116503886],
      changeInterval: [1.9540782043541265, 2.019728881057985],
    },
    mannWhitney: { u: 99, p: 0.00019709416773215242 },
    hodgesLehmann: { shift: 0.000197742, interval: [0.000195434, 0.000202573] },
    hedgesG: 64.59082395417902,
    cliffsDelta: 1,
  },
  large: {
    base: logistic(400, 50, 3),
    next: logistic(500, 50.8, 4),
    welch: {
      statistic: 1.8181486305476353,
      degreesOfFreedom: 894.3324727708899,
      p: 0.06937583892720543,
      differenceInterval: [-0.059775306929344074, 1.5642994815807947],
      changeInterval: [-0.001186769397077292, 0.031477868420331845],
    },
    mannWhitney: { u: 107319, p: 0.05894817525546899 },
    hodgesLehmann: {
      shift: 0.7715030104608473,
      interval: [-0.029573986292227517, 1.571373275944552],
    },
    hedgesG: 0.11811656134032314,
    cliffsDelta: 0.07319,
  },
};
