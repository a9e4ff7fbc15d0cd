/** Settings of the register that say how far the demo has come. */

/** `yes`: this installation has it; `removed`: it had, and never gets it again. */
export const presentSetting = 'demo.present';
/** Its devices have lived through their first day. */
export const caughtUpSetting = 'demo.caughtUp';
