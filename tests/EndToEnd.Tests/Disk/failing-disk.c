/* Loaded into a Relay (LD_PRELOAD) by FailingDisk.cs: while the file that FAILING_DISK names is there, what it says goes wrong with
 * every regular file below the folder FAILING_FOLDER. The file's first letter says what:
 *   s  a sync fails (EIO) and was not made     k  a sync fails (EIO) and was made all the same
 *   f  a write fails: no space (ENOSPC)        h  half of a write is done, and then there is no space
 *   w  a write fails (EIO)
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

#define REAL(name, type) static type real; if (!real) real = (type)dlsym(RTLD_NEXT, name)

typedef int (*sync_call)(int);
typedef ssize_t (*write_call)(int, const void *, size_t);
typedef ssize_t (*pwrite_call)(int, const void *, size_t, off_t);

static char fault(int fd)
{
    const char *control = getenv("FAILING_DISK"), *folder = getenv("FAILING_FOLDER");
    char link[64], path[4096], what = 0;
    if (!control || !folder || access(control, F_OK) != 0)
        return 0;
    int before = errno;
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    size_t head = strlen(folder);
    if (length > (ssize_t)head && strncmp(path, folder, head) == 0 && path[head] == '/') {
        int from = open(control, O_RDONLY | O_CLOEXEC);
        if (from >= 0) {
            if (read(from, &what, 1) != 1)
                what = 0;
            close(from);
        }
    }
    errno = before;
    return what;
}

static int failed_sync(int fd, sync_call real)
{
    char what = fault(fd);
    if (what == 'k')
        real(fd);
    if (what == 's' || what == 'k') {
        errno = EIO;
        return -1;
    }
    return real(fd);
}

/* How much of a write is let through; -1: none, and errno says why. */
static ssize_t allowed(int fd, size_t count)
{
    char what = fault(fd);
    if (what == 'h' && count > 1)
        return (ssize_t)(count / 2);
    if (what == 'f' || what == 'h' || what == 'w') {
        errno = what == 'w' ? EIO : ENOSPC;
        return -1;
    }
    return (ssize_t)count;
}

int fsync(int fd) { REAL("fsync", sync_call); return failed_sync(fd, real); }
int fdatasync(int fd) { REAL("fdatasync", sync_call); return failed_sync(fd, real); }

ssize_t write(int fd, const void *from, size_t count)
{
    REAL("write", write_call);
    ssize_t most = allowed(fd, count);
    return most < 0 ? -1 : real(fd, from, (size_t)most);
}

ssize_t pwrite(int fd, const void *from, size_t count, off_t at)
{
    REAL("pwrite", pwrite_call);
    ssize_t most = allowed(fd, count);
    return most < 0 ? -1 : real(fd, from, (size_t)most, at);
}

ssize_t pwrite64(int fd, const void *from, size_t count, off64_t at)
{
    REAL("pwrite64", pwrite_call);
    ssize_t most = allowed(fd, count);
    return most < 0 ? -1 : real(fd, from, (size_t)most, (off_t)at);
}
