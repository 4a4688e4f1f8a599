/** One CreateImageVersion with nothing but Node. */
import { signedCall } from './signedCall.ts';
import { newVersionInput, signingOptions } from './target.ts';

void signedCall('CreateImageVersion', newVersionInput(), signingOptions());
