/** What a phone signs to say that it is the one with this key: nothing that it signs for its queue reads like it. */
export const sessionText = (organization: string, device: string, challenge: string): string =>
  JSON.stringify(['counterfoil mess session 1', organization, device, challenge]);
