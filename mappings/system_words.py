"""Says in Dutch why the operating system refuses a file, a folder or a port.

Its own words are English, or whatever language the machine speaks.
"""

import errno

_REASONS = {
    errno.ENOENT: "de map of het bestand bestaat niet",
    errno.ENOTDIR: "een deel van het pad is geen map",
    errno.EEXIST: "er staat al een bestand met die naam",
    errno.EISDIR: "dit is een map",
    errno.EACCES: "het programma heeft daar geen rechten voor",
    errno.EPERM: "het programma heeft daar geen rechten voor",
    errno.EROFS: "daar mag niets worden geschreven",
    errno.ENOSPC: "de schijf is vol",
    errno.EDQUOT: "uw ruimte op de schijf is op",
    errno.EFBIG: "het bestand is groter dan daar mag",
    errno.ENAMETOOLONG: "de naam is te lang",
    errno.ELOOP: "de koppelingen in het pad verwijzen naar elkaar",
    errno.EADDRINUSE: "een ander programma gebruikt hem al",
    errno.EIO: "de schijf geeft een fout",
}


def why(error: OSError) -> str:
    """The reason as a clause, without a full stop; a number where there are no words for it."""
    return _REASONS.get(error.errno or 0, f"het systeem weigert het (fout {error.errno})")
