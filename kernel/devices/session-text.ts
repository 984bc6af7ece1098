/** What a device signs to show who it is: nothing else that it signs reads like it. */
export const sessionText = (organization: string, device: string, challenge: string): string =>
  JSON.stringify(['counterfoil device session 1', organization, device, challenge]);
