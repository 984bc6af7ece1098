import type { Components, ThemeOptions } from '@mui/material/styles';

/**
 * Counterfoil's look: the green of ledger cloth on warm paper, thin lines instead of shadows, aligned digits. The theme
 * sets all styles; screens set only layout.
 */

const FONT = '"Inter Variable", "Noto Sans Devanagari", system-ui, -apple-system, "Segoe UI", Roboto, sans-serif';

type Mode = 'light' | 'dark';

const PALETTES = {
  light: {
    primary: { main: '#0F5C4D', dark: '#0A4338', light: '#3A8172', contrastText: '#FFFFFF' },
    secondary: { main: '#8A5A14', contrastText: '#FFFFFF' },
    success: { main: '#1B7A4B', contrastText: '#FFFFFF' },
    info: { main: '#2B64A8', contrastText: '#FFFFFF' },
    warning: { main: '#9A6207', contrastText: '#FFFFFF' },
    error: { main: '#B3352B', contrastText: '#FFFFFF' },
    background: { default: '#F7F6F2', paper: '#FFFFFF' },
    text: { primary: '#1A1F1D', secondary: '#5A635F', disabled: '#98A09C' },
    divider: '#E4E2DA',
  },
  dark: {
    primary: { main: '#6CCBB0', dark: '#4BA88E', light: '#96DDC8', contrastText: '#06231C' },
    secondary: { main: '#E0B064', contrastText: '#2A1B02' },
    success: { main: '#6FCF97', contrastText: '#06231C' },
    info: { main: '#8AB8F0', contrastText: '#08203D' },
    warning: { main: '#E5B45C', contrastText: '#2A1B02' },
    error: { main: '#F08A7F', contrastText: '#3A0B07' },
    background: { default: '#111513', paper: '#191E1C' },
    text: { primary: '#E9EDEA', secondary: '#A2ACA7', disabled: '#6B746F' },
    divider: '#2B322F',
  },
} as const;

/** Chips are tinted, not filled: a table full of chips must stay calm. */
const tint = (color: string, percent: number) => `color-mix(in srgb, ${color} ${percent}%, transparent)`;

/** A finger needs 44 px to hit what a mouse hits at 30. */
const touch = (styles: object) => ({ '@media (pointer: coarse)': styles });

const TYPOGRAPHY = {
  fontFamily: FONT,
  fontSize: 14,
  h1: { fontSize: '1.5rem', lineHeight: 1.25, fontWeight: 650, letterSpacing: '-0.015em' },
  h2: { fontSize: '1.25rem', lineHeight: 1.3, fontWeight: 650, letterSpacing: '-0.01em' },
  h3: { fontSize: '0.9375rem', lineHeight: 1.4, fontWeight: 600 },
  h4: { fontSize: '0.875rem', fontWeight: 600 },
  h5: { fontSize: '0.875rem', fontWeight: 600 },
  h6: { fontSize: '0.875rem', fontWeight: 600 },
  body1: { fontSize: '0.9375rem' },
  body2: { fontSize: '0.875rem' },
  caption: { fontSize: '0.78rem' },
  button: { textTransform: 'none', fontWeight: 600, letterSpacing: 0 },
  overline: { fontSize: '0.7rem', fontWeight: 600, letterSpacing: '0.06em', lineHeight: 2 },
} as const;

/** What looks the same by day and by night. */
const COMPONENTS: Components = {
  MuiCssBaseline: {
    styleOverrides: {
      body: { fontFeatureSettings: '"cv11", "ss03"', WebkitFontSmoothing: 'antialiased' },
      'td, th, input, .figures': { fontVariantNumeric: 'tabular-nums' },
    },
  },
  MuiPaper: { defaultProps: { elevation: 0 }, styleOverrides: { root: { backgroundImage: 'none' } } },
  // Buttons don't inherit the font, and a selectable card is a button.
  MuiButtonBase: { styleOverrides: { root: { fontFamily: FONT } } },
  MuiIconButton: { styleOverrides: { root: touch({ minWidth: 44, minHeight: 44 }) } },
  MuiFormControlLabel: { styleOverrides: { root: touch({ minHeight: 44 }) } },
  MuiTextField: { defaultProps: { variant: 'outlined', size: 'small', margin: 'none' } },
  MuiFormControl: { defaultProps: { variant: 'outlined', size: 'small', margin: 'none' } },
  MuiInputBase: { styleOverrides: { root: touch({ minHeight: 44 }) } },
  MuiSelect: { defaultProps: { variant: 'outlined', size: 'small' } },
  MuiDialogTitle: { styleOverrides: { root: { fontSize: '1.0625rem', fontWeight: 650, paddingBottom: 8 } } },
  MuiDialogActions: { styleOverrides: { root: { padding: '12px 24px 20px' } } },
  // A message is never scrolled: it gets the height it needs.
  MuiAlert: { styleOverrides: { root: { borderRadius: 10 }, message: { overflow: 'visible' } } },
  MuiTooltip: { styleOverrides: { tooltip: { fontSize: '0.78rem' } } },
  MuiTab: { styleOverrides: { root: { minHeight: 44, padding: '8px 12px', minWidth: 0 } } },
  MuiLink: { defaultProps: { underline: 'hover' } },
  MuiSnackbarContent: { styleOverrides: { root: { borderRadius: 10 } } },
};

/** What react-admin makes a theme of. A finished theme would do too, but takes the compiler a minute to compare with it. */
function themeOf(mode: Mode): ThemeOptions {
  const palette = PALETTES[mode];
  const chip = Object.fromEntries(
    (['success', 'info', 'warning', 'error', 'primary'] as const).map((name) => [
      `&.MuiChip-filled.MuiChip-color${name[0]?.toUpperCase()}${name.slice(1)}`,
      {
        backgroundColor: tint(palette[name].main, mode === 'light' ? 12 : 20),
        color: mode === 'light' ? `color-mix(in srgb, ${palette[name].main} 82%, black)` : palette[name].main,
      },
    ]),
  );
  return {
    palette: { mode, ...palette },
    shape: { borderRadius: 8 },
    typography: TYPOGRAPHY,
    components: {
      ...COMPONENTS,
      MuiCard: {
        defaultProps: { variant: 'outlined' },
        styleOverrides: { root: { borderRadius: 12, borderColor: palette.divider } },
      },
      MuiButton: {
        defaultProps: { disableElevation: true },
        styleOverrides: {
          root: { borderRadius: 8, minHeight: 36, paddingInline: 14, ...touch({ minHeight: 44 }) },
          outlined: { borderColor: palette.divider, color: palette.text.primary },
          sizeSmall: { minHeight: 30, paddingInline: 10, ...touch({ minHeight: 44 }) },
          sizeLarge: { minHeight: 46, fontSize: '0.9375rem' },
        },
      },
      MuiOutlinedInput: {
        styleOverrides: {
          root: { backgroundColor: palette.background.paper, borderRadius: 8 },
          notchedOutline: { borderColor: mode === 'light' ? '#D3D1C8' : '#3A433F' },
        },
      },
      MuiChip: {
        styleOverrides: {
          root: {
            fontWeight: 550,
            ...chip,
            '&.MuiChip-outlined': { borderColor: palette.divider, color: palette.text.secondary },
            '&.MuiChip-clickable': touch({ height: 44, borderRadius: 22, paddingInline: 6 }),
          },
          sizeSmall: { height: 22, fontSize: '0.75rem' },
        },
      },
      MuiTableCell: {
        styleOverrides: {
          root: { borderColor: palette.divider, padding: '10px 14px' },
          head: {
            color: palette.text.secondary,
            fontSize: '0.78rem',
            fontWeight: 550,
            whiteSpace: 'nowrap',
            backgroundColor: palette.background.paper,
          },
        },
      },
      MuiDialog: {
        styleOverrides: {
          paper: { borderRadius: 14, border: `1px solid ${palette.divider}`, margin: 16, width: 'calc(100% - 32px)' },
        },
      },
      // It says why a field can't be changed, so it is to be read.
      MuiFormHelperText: { styleOverrides: { root: { '&.Mui-disabled': { color: palette.text.secondary } } } },
      MuiMenu: { styleOverrides: { paper: { borderRadius: 10, border: `1px solid ${palette.divider}` } } },
      MuiAutocomplete: { styleOverrides: { paper: { borderRadius: 10, border: `1px solid ${palette.divider}` } } },
      // The usual track is a light form of the bar's own colour, and looks filled when nothing is done.
      MuiLinearProgress: {
        styleOverrides: { root: ({ theme }) => ({ borderRadius: 4, backgroundColor: theme.palette.divider }) },
      },
    },
  };
}

export const lightTheme = themeOf('light');
export const darkTheme = themeOf('dark');
