import { homedir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { profileFile } from '../../../cli/profile/profile.ts';

describe('profileFile', () => {
  it('lies below VITRINE_HOME, then XDG_CONFIG_HOME, then ~/.config', () => {
    const both = { VITRINE_HOME: '/home/v', XDG_CONFIG_HOME: '/xdg' };
    expect(profileFile(both, 'default')).toBe('/home/v/profiles/default.json');
    expect(profileFile({ XDG_CONFIG_HOME: '/xdg' }, 'default')).toBe('/xdg/vitrine/profiles/default.json');
    const fallback = `${homedir()}/.config/vitrine/profiles/default.json`;
    expect(profileFile({}, 'default')).toBe(fallback);
    expect(profileFile({ XDG_CONFIG_HOME: 'relative' }, 'default')).toBe(fallback);
  });

  it.each(['', '.', '..', 'a/b', '../x', 'a\\b', 'a b', 'ä', 'x'.repeat(65)])(
    'refuses the name %j',
    (name) => {
      expect(() => profileFile({}, name)).toThrow(/is no name for a profile/);
    },
  );

  it('never leads out of the folder', () => {
    fc.assert(
      fc.property(fc.string(), (name) => {
        let file: string;
        try {
          file = profileFile({ VITRINE_HOME: '/h' }, name);
        } catch {
          return;
        }
        expect(file).toMatch(/^\/h\/profiles\/[^/]+\.json$/);
      }),
    );
  });
});
