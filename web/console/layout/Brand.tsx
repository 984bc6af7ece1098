import { Box, Typography } from '@mui/material';

/** A ticket with its counterfoil: the mark, drawn in the theme's colour. */
export function BrandMark({ size = 28 }: { size?: number }) {
  return (
    <Box
      component="svg"
      viewBox="0 0 32 32"
      aria-hidden
      sx={{ width: size, height: size, display: 'block', flexShrink: 0 }}
    >
      <Box
        component="path"
        sx={{ fill: 'primary.main', color: 'primary.main' }}
        fill="currentColor"
        d="M6 5h20a3 3 0 0 1 3 3v5a3 3 0 0 0 0 6v5a3 3 0 0 1-3 3H6a3 3 0 0 1-3-3v-5a3 3 0 0 0 0-6V8a3 3 0 0 1 3-3z"
      />
      <Box component="g" sx={{ color: 'primary.contrastText' }} stroke="currentColor" fill="none">
        <path strokeWidth="1.8" strokeDasharray="2.2 2.4" d="M12 7v18" />
        <path strokeWidth="2.2" strokeLinecap="round" d="M17 12.5h7M17 17h7M17 21.5h4" />
      </Box>
    </Box>
  );
}

export function Brand() {
  return (
    <Box sx={{ display: 'flex', alignItems: 'center', gap: 1.25 }}>
      <BrandMark />
      <Typography component="span" sx={{ fontWeight: 700, fontSize: '1.06rem', letterSpacing: '-0.02em' }}>
        Counterfoil
      </Typography>
    </Box>
  );
}
