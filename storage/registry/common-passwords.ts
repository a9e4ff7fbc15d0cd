/**
 * What guessers try first: chosen by hand, 2026-11, from what heads every published list of leaked passwords (words,
 * names, keyboard runs; in Chinese ones dates, 5201314, pinyin) and from what this product suggests. `cores` are short; a password that is made of
 * nothing but them, digits and punctuation is refused. `sequences` are what fingers run along.
 */
export const cores: readonly string[] = `
  password passwort passwd passw0rd p@ssw0rd p@ssword pa55word letmein welcome iloveyou admin administrator root
  user guest test testing default changeme change secret login master system server database monkey dragon
  sunshine princess football baseball superman batman shadow michael jordan charlie trustno1 hello freedom
  whatever starwars computer internet google samsung summer winter spring autumn qazwsx qwert qwerty qwertz azerty
  asdf asdfgh zxcvbn zxcv 1qaz 2wsx 3edc abc abcd abc123 a1b2c3 woaini aini nihao mima zhongguo beijing shanghai
  wang zhang li liu 5201314 1314520 5211314 520 1314 888888 666666 wattsteward energy meter gateway mqtt influx
  this is my the new a i love you me 能管家 密码 管理员
`
  .trim()
  .split(/\s+/);

export const sequences: readonly string[] = [
  '01234567890123456789',
  '09876543210987654321',
  'abcdefghijklmnopqrstuvwxyz',
  'zyxwvutsrqponmlkjihgfedcba',
  'qwertyuiopasdfghjklzxcvbnm',
  'qwertyuiop[]asdfghjkl',
  'poiuytrewqlkjhgfdsamnbvcxz',
  'qazwsxedcrfvtgbyhnujmikolp',
  '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik',
  '1q2w3e4r5t6y7u8i9o0p',
  'zaq12wsxcde34rfvbgt56yhn',
  'q1w2e3r4t5y6u7i8o9p0',
];
