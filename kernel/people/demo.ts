/**
 * Names for demo data, as they are common in the demo's countries; one list, since the same people are used in several
 * modules.
 */
const NAMES = {
  IN: [
    'Asha Verma',
    'Ravi Menon',
    'Fatima Sheikh',
    'मीना कुमारी',
    'Joseph Kurian',
    'Lakshmi Nair',
    'Arjun Pillai',
    'Sunita Rao',
    'Imran Khan',
    'Deepa Thomas',
    'राजेश शर्मा',
    'Kavya Iyer',
    'Mohan Das',
    'Priya Joshi',
    'Suresh Babu',
    'Anjali Gupta',
    'Vikram Singh',
    'Neha Kapoor',
    'Abdul Rahman',
    'Geetha Krishnan',
  ],
  RW: [
    'Aline Uwase',
    'Jean Bosco Habimana',
    'Claudine Mukamana',
    'Eric Niyonzima',
    'Diane Ingabire',
    'Patrick Mugisha',
    'Solange Umutoni',
    'Emmanuel Nsengimana',
    'Grace Uwimana',
    'Olivier Hakizimana',
  ],
};

/** The names of a country (ISO 3166-1), in a fixed order; India's when the country isn't listed. */
export function demoNames(country: string): readonly string[] {
  return country === 'RW' ? NAMES.RW : NAMES.IN;
}
