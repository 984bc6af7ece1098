/** Names as an exhibition in Kochi would have them; the first of each list is the most frequent (see fill.ts). */
export const GIVEN =
  `Rahul Asha Ravi Fatima Lakshmi Arjun Sunita Imran Deepa Kavya Mohan Priya Suresh Anjali Vikram Neha Abdul Geetha Joseph Mary
  Thomas Anita Rajesh Meena Sanjay Pooja Manoj Divya Ajith Reshma Vinod Shalini Biju Sreeja Anil Latha Kiran Nisha Gopal Revathi
  Harish Swathi Naveen Bindu Prakash Jaya Dinesh Usha Ramesh Leela Farhan Zainab Yusuf Ayesha Salim Nadia Xavier Teresa Antony Rosamma`.split(
    /\s+/,
  );
export const FAMILY =
  `Kumar Nair Menon Pillai Thomas Sharma Khan Singh Gupta Rao Iyer Joseph Das Verma Sheikh Joshi Babu Kapoor Rahman Krishnan
  Mathew George Varghese Kurian Chacko Philip Jacob Panicker Warrier Namboothiri Shetty Hegde Kamath Bhat Reddy Naidu Patel Shah Mehta Desai
  Kulkarni Deshmukh Patil Jadhav Chatterjee Banerjee Mukherjee Ghosh Bose Sen Fernandes Pereira Dsouza Rodrigues Ansari Siddiqui Qureshi Mirza Pathan Kuruvilla`.split(
    /\s+/,
  );

/** Search words, by the number of a million customers that they find. */
export const WORDS = {
  /** one in fifteen */
  common: 'kumar',
  /** one in ninety, of two words */
  frequent: 'kuruvilla',
  /** 2,500: the least favourable number, just over what the search collects before it scans the newest first */
  middling: 'pappachan',
  twoWords: 'asha verma',
  /** five */
  rare: 'thekkekara',
  absent: 'zyzzyva',
};

const pick = (list: readonly string[]) => list[Math.floor(Math.random() * list.length)] as string;
let people = 0;

/** A new customer with their own address and number; names are as frequent as in fill.ts. */
export function newcomer() {
  const given = pick(GIVEN);
  people += 1;
  const family = people % 400 === 11 ? 'Pappachan' : pick(FAMILY);
  const unique = `${Date.now().toString(36)}${people.toString(36)}`;
  const phone = `98${String(Math.floor(Math.random() * 1e8)).padStart(8, '0')}`;
  return { name: `${given} ${family}`, email: `${given}.${family}.${unique}@bench.example`.toLowerCase(), phone };
}
