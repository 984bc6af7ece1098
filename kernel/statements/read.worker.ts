/** The worker thread that reads statements: gets the file and how to read it, returns what is in it. See in-thread.ts. */
import { answerOrders } from '../lib/thread.ts';
import { readStatement } from './file/read-statement.ts';

answerOrders(readStatement);
