import EmailIcon from '@mui/icons-material/AlternateEmail';
import WebIcon from '@mui/icons-material/ForumOutlined';
import SmsIcon from '@mui/icons-material/SmsOutlined';
import TelegramIcon from '@mui/icons-material/Telegram';
import WhatsAppIcon from '@mui/icons-material/WhatsApp';
import { Tooltip } from '@mui/material';
import { useTranslate } from 'react-admin';

const ICONS = { whatsapp: WhatsAppIcon, telegram: TelegramIcon, web: WebIcon, sms: SmsIcon, email: EmailIcon } as const;

const isChannel = (name: string): name is keyof typeof ICONS => name in ICONS;

/** The icon of the channel with its name as a tooltip; for unknown channels only the name. */
export function ChannelIcon({ channel }: { channel: string }) {
  const translate = useTranslate();
  const name = translate(`console.inbox.channel.${channel}`, { _: channel });
  if (!isChannel(channel)) return name;
  const Icon = ICONS[channel];
  return (
    <Tooltip title={name}>
      <Icon fontSize="small" aria-label={name} sx={{ color: 'text.secondary' }} />
    </Tooltip>
  );
}
