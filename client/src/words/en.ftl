# What the screens say in English. The same messages with the same gaps stand in zh-CN.ftl.

## Everywhere
back = Back
cancel = Cancel
close = Close
done = Done
print = Print
undo = Undo
list-comma = ,{" "}
that-is-you = you
somebody-new = New member
as-of = as of { $time }
unsent = { $n ->
    [0] all delivered
    [one] { $n } to send
   *[other] { $n } to send
}
two-versions = two versions
read-only = read only
loading = Opening from this tablet …
nav = Main pages
nav-today = Today
nav-cases = Cases
nav-new = New
nav-review = Review
nav-people = People
nav-me = Me
lost-heading = There is nothing at this address
lost-home = Back to today

## Days
day-today = today
day-yesterday = yesterday
day-tomorrow = tomorrow
day-this-year = { $day } { $month }
day-full = { $day } { $month } { $year }
day-with-weekday = { $weekday }, { $day } { $month }
day-and-clock = { $day } { $clock }
month-1 = Jan
month-2 = Feb
month-3 = Mar
month-4 = Apr
month-5 = May
month-6 = Jun
month-7 = Jul
month-8 = Aug
month-9 = Sep
month-10 = Oct
month-11 = Nov
month-12 = Dec
weekday-1 = Monday
weekday-2 = Tuesday
weekday-3 = Wednesday
weekday-4 = Thursday
weekday-5 = Friday
weekday-6 = Saturday
weekday-7 = Sunday
greeting-morning = Good morning, { $name }
greeting-noon = Good day, { $name }
greeting-afternoon = Good afternoon, { $name }
greeting-evening = Good evening, { $name }

## Looks
language = Language
text-size = Text size
text-size-step = { $step ->
    [1] Normal
    [2] Large
    [3] Larger
   *[other] Largest
}
text-size-sample = The members’ studio: let us talk it over.
hand = Writing hand
hand-right = Right
hand-left = Left
look = Light
look-light = Light
look-dark = Dark

## Filled in wrongly
wrong-empty = This must be filled in.
wrong-login-characters = A login name has letters a–z and digits only.
wrong-login-length = A login name has 3 to 32 letters or digits.
wrong-passphrase-short = A passphrase has at least 8 characters: take a sentence only you know.
wrong-passphrase-long = This passphrase is too long: make it shorter.
wrong-again = The two passphrases differ.
wrong-label = A tablet’s label has 1 to 8 letters or digits, such as P03.
wrong-code-length = A code has 20 characters: check for one too many or too few.
wrong-code-lookalike = A code has no 0, O, 1 or I: compare it once more.
wrong-code-character = A code has letters and digits only: compare it once more.

## Founding
found-title = Parlor
found-heading = Found a studio
found-lead = You will be its first convener. Everything here can be changed later, save the label of the tablet.
found-studio = Name of the studio
found-studio-hint = Such as: First Members’ Studio of Example District
found-studio-type = Kind of studio
found-name = Your name
found-name-hint = What the other members see
found-login = Login name
found-login-hint = 3 to 32 letters or digits, for logging in on another tablet
found-passphrase = Passphrase
found-passphrase-hint = At least 8 characters. Known to you alone, not even to the server
found-again = Passphrase once more
found-again-hint = To be sure it was typed right
found-tablet = Label of this tablet
found-tablet-hint = Such as P01; it stands in numbers given offline
found-do = Found the studio
found-busy = Founding …
found-link-used = This link was used already. Ask whoever runs the server for a new one.
found-link-broken = This link is not complete. Copy the whole line from the server’s window once more.
found-no-network = The server cannot be reached. Founding needs the network: check it and try again.

## Recovery sheet
sheet-heading = Recovery sheet
sheet-once = Print it now. It is shown this once only.
sheet-whose = { $studio } · { $person } · { $day }
sheet-how = If the passphrase is forgotten: choose “recovery sheet” where you log in and type the code above.
sheet-keep = Lock it away. Whoever has it can open all that you can open.
sheet-done = Put away, begin

## Joining
join-title = Join a studio
join-code-heading = Type the invitation code
join-code-lead = The convener gives you the code. It is good for 24 hours and once only. You can also scan the square code with the camera.
join-code = Invitation code
join-code-hint = 20 characters without 0, O, 1 and I; small letters and spaces are welcome
join-look = Next
join-looking = Looking …
join-is-you = Joining { $studio }: is this you?
join-invited-by = { $name } invites you.
join-do = That is me, join
join-busy = Joining …
join-not-me = That is not me
join-unknown = There is no such code. Compare it once more; if it is right, it may have been taken back.
join-used = This code was used already. Each is good for once: ask the convener for another.
join-expired = This code has expired. A code is good for 24 hours: ask the convener for another.
join-foreign = This invitation does not open; it may be from another server.
join-login-taken = Somebody has this login name: take another.
join-no-network = The server cannot be reached. Joining needs the network once, and never again.
join-too-often = Too many tries. Wait a few minutes.

## Logging in on this tablet
log-in-title = Log in
log-in-heading = Log in on this tablet
log-in-lead = For those who are members already. The first time needs the network.
log-in-do = Log in
log-in-busy = Logging in …
log-in-wrong = The login name or the passphrase is wrong.

## Unlocking
unlock-title = { $studio } · { $tablet }
unlock-choose = Choose your name
unlock-nobody-chosen = Choose your name, then type the passphrase.
unlock-join = Join with a code
unlock-log-in = I am a member, new to this tablet
unlock-sealed = What is unsent is kept sealed: changing over loses nothing, and it is sent by itself.
unlock-do = Open
unlock-busy = Opening …
unlock-wrong = The passphrase is wrong: try again.
unlock-forgotten = Passphrase forgotten
unlock-forgotten-help = Ask a convener to invite you again, or use your printed recovery sheet. What is unsent on this tablet is not lost.
unlock-removed = You are no longer on the roll of this studio. Please speak to a convener.

## Delivery
reach-device = on this tablet
reach-relay = at the server
reach-office = at the office
reach-device-means = written to this tablet; a power cut does not lose it
reach-relay-means = written to the server’s disk
reach-office-means = a device of the office has it
sync-done = All delivered
sync-sending = Sending { $n }
sync-fetching = Fetching, { $wanted } to go
sync-offline = Offline
sync-offline-waiting = Offline, { $n } to send
sync-needs = Needs attention
sync-heading = Delivery
sync-last-contact = Last contact { $time }
sync-no-contact = No contact with the server yet
sync-retry = Try now
sync-nothing-waits = Nothing waits to be sent.
sync-need-disk-full = This tablet is full and cannot keep anything new. Free some space, then try again.
sync-need-relay-full = The server is full. Everything is on this tablet, nothing is lost. Tell the administrator.
sync-need-update = Something comes from a newer version. Update to see it.
sync-need-poison = One change could not be read. It was set aside; nothing else is touched.
sync-need-refused = The server sent something back; it is still on this tablet. See below.
sync-need-removed = You are no longer on the roll. What is unsent is being handed to the conveners.

## People
people-heading = { $n ->
    [one] { $n } person
   *[other] { $n } people
}
people-none-yet = The roll has not reached this tablet yet.
people-not-joined = not joined yet
people-removed = removed
invite-do = Invite
invite-heading = Invite somebody
invite-name = Name
invite-name-hint = Shown to them when they open the invitation
invite-role = Role
invite-make = Make the invitation
invite-made = Ask { $name } to scan this or to type the code before { $time }.
invite-qr = Square code of the invitation
invite-or-type = Or type this on the page “Join a studio”:
invite-once = Good for once. Hand it over in person or by a way you trust.
invite-no-network = Inviting needs the network: try again when it is there.
invite-not-yours = Only a convener can invite.

## Me
me-tablet = tablet { $label }
me-lock = Lock, change over
me-looks = Looks
me-storage = Space on this tablet
me-storage-used = { $used } used of { $allowed }
me-storage-nearly-full = Space is running out. Connect soon, so that what is here can be sent.
me-storage-kept = The browser has promised to keep what is here.
me-storage-not-kept = The browser has not promised to keep what is here; it may clear it when space runs out.
me-storage-keep = Ask the browser to keep it
me-leave = Leave this tablet
me-leave-means = Leaving deletes all that is yours on this tablet. To change over only, use “Lock”.
me-leave-refused = { $n ->
    [one] { $n } item is
   *[other] { $n } items are
} not delivered; leaving now would lose it, so you cannot. Connect, and wait until all is delivered.
me-leave-do = Leave and delete
me-leave-sure = All that { $name } wrote is at the server. It can be deleted from this tablet.
me-version = Parlor { $version }
