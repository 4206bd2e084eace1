/** Whether there are rows on the screen that the early script has drawn and React has not taken over yet. */
export const rowsStand = () => document.querySelector('[data-still]') !== null
