/** What can be wrong with evidence, each with what it means and what to make of it. The guide for auditors lists them all. */
export const findingCodes = {
  'checkpoint-absent':
    'No head of the log is signed by this key. Either the key is of another log, or the heads were not copied; nothing is proven.',
  'checkpoint-unreadable':
    'The object is no signed head. Somebody else than the ledger has made or changed it.',
  'checkpoint-not-signed':
    'The head bears no valid signature of this key for this log. It was made or changed without the key, or the key given is not that of the log.',
  'checkpoint-misnamed':
    'The name of the object is not that of the head in it. An older head may have been put back under a new name.',
  'checkpoint-time-wrong':
    'The time that was signed is not when S3 took the head. Somebody who can sign has back-dated it, or a clock was wrong.',
  'checkpoint-gap':
    'For more than an hour no head was signed. The ledger stood still, or heads are missing; the events of that time were vouched for late or not at all.',
  'checkpoint-beyond-log':
    'The head was signed for more entries than the manifests have. The end of the log was cut off.',
  'checkpoint-contradicts-log':
    'The head was signed over another tree than the manifests give, and heads after it fit. It is of another history: the log was forked.',
  'checkpoint-not-proven':
    'Nothing is wrong with the head itself, but a manifest before it is missing, damaged or changed, so that its tree cannot be derived.',
  'log-forked':
    'Two heads of one size were signed over different trees. Whoever holds the key has told two histories.',
  'manifest-missing':
    'Entries from this place on are in no manifest, though later ones are. A manifest was removed, or not copied.',
  'manifest-unreadable': 'The object is no manifest. Somebody else than the ledger has made or changed it.',
  'manifest-misplaced':
    'The manifest does not start where the one before ends, or not where its name says. It was inserted, or changed.',
  'manifest-changed':
    'From this place on the manifests are not those that the heads were signed over. Entries were changed, reordered, inserted or removed.',
  'entry-no-event': 'The log vouches for an object that cannot be an event by its key.',
  'entry-repeated': 'The log names this event a second time.',
  'event-missing':
    'The log vouches for this event, and it is not there. It was removed, or the copy is not complete.',
  'event-version-missing':
    'The version of the event that the log vouches for is not there; another one is in its place.',
  'event-changed': 'The bytes of the event are not those that the log vouches for.',
  'event-not-in-log':
    'The event is older than the log takes to name an event, and no manifest names it. It was inserted later, or the ledger has missed it.',
  'event-time-wrong':
    'The times of the event contradict each other: that in it, that in its key, and when S3 or the log took it. It was made up before or after the fact, or a clock was wrong.',
  'event-version-unknown':
    'The event is of a layout that this verifier does not know. Use a newer one, or look at the event.',
  'event-unreadable': 'The event is no JSON object of an event. Its bytes may still be as they were written.',
  'event-misnamed': 'The event in the object has another id than its key.',
  'object-replaced':
    'There is a newer version of this object, which hides the one that counts from everybody who does not ask for versions.',
  'object-hidden':
    'A delete marker hides this object. If its versions are listed they are still there; the marker can be removed.',
  'object-unread': 'The object is listed, but its bytes are not there to be read.',
  'object-too-large': 'The object is larger than any of its kind is, and was not read.',
  'object-unexpected': 'No part of Vitrine writes an object with such a key here.',
  'object-not-locked':
    'The object is not locked in compliance mode. It can be deleted, and its lock can be taken off.',
  'object-lock-short': 'The object is locked for less time than was promised.',
  'served-head-invalid': 'The served log has no head that this key has signed.',
  'served-rolled-back':
    'The served log shows an older head than the locked one has had for a while. Whoever looks at it alone misses events.',
  'served-missing': 'The served log lacks a tile that its head takes.',
  'served-differs': 'A served tile is not what the manifests give.',
  'copy-missing':
    'The event is not in the fast copy, which story, watch and reviews read. It was removed there, or never got there.',
  'copy-differs':
    'The fast copy of the event says something else than the event. Whoever reads the copy is told something wrong.',
  'copy-alone':
    'The fast copy has an event that the bucket has not. It was made up, or the event was removed.',
} as const;

export type FindingCode = keyof typeof findingCodes;

/** One thing that is wrong, and where. */
export interface Finding {
  readonly code: FindingCode;
  /** The key of the object, or the path in the served log. */
  readonly key?: string;
  readonly versionId?: string;
  /** Place in the log. */
  readonly index?: number;
  /** What was found, with the values that matter. */
  readonly detail: string;
}
