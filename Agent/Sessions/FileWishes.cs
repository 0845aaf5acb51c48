using RemoteAssist.Agent.Consent;
using RemoteAssist.Agent.Transfers;
using RemoteAssist.Agent.Uplink;
using RemoteAssist.Shared.Sessions;
using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent.Sessions;

/// <summary>A technician asks for a file: the customer is asked, and chooses it in a window of their own. Everything is called under the session's lock.</summary>
internal sealed class FileWishes(SessionStanding standing, BesideDesk beside, FeedDesk feed, PictureFlow pictures, TimeProvider clock)
{
    private bool IsAllowed => standing.Allows(Scope.Files, clock.GetUtcNow());

    /// <summary>A viewer asks. One such question stands at a time.</summary>
    /// <param name="viewer">Who.</param>
    /// <param name="sequence">By which command.</param>
    /// <param name="wire">The transfer that it would become.</param>
    /// <param name="given">Told the file that the customer gives, and its name.</param>
    public CommandRefusal? Ask(KnownViewer viewer, uint sequence, uint wire, Action<string, FileSource> given) =>
        beside.All.OfType<FileWish>().Any() || !beside.Add(new FileWish(this, viewer, sequence, wire, given)) ? CommandRefusal.TooMuch : null;

    /// <summary>The customer has chosen a file for a question that is open; one that cannot be read is none.</summary>
    public void Chose(int question, string path)
    {
        if (beside.Asked(question) is FileWish wish)
        {
            wish.File?.Dispose();
            wish.File = FileSource.Open(path);
            beside.Answer(question, wish.File is not null);
        }
    }

    /// <summary>A viewer does not want it any more.</summary>
    /// <returns>False where it asked for none under this number.</returns>
    public bool Withdraw(KnownViewer viewer, uint wire)
    {
        if (beside.All.OfType<FileWish>().FirstOrDefault(w => w.By == viewer && w.Wire == wire) is not { } wish)
        {
            return false;
        }

        beside.Withdraw(wish);
        return true;
    }

    private void NotGiven(FileWish wish, uint sequence)
    {
        wish.File?.Dispose();
        if (!standing.IsOver)
        {
            feed.Carried(Scope.Files, FeedKind.FileDeclined, "");
            pictures.Say(wish.By, new ControlMessage.Refused(sequence, CommandRefusal.Declined));
        }
    }

    /// <summary>A file that is asked for.</summary>
    private sealed class FileWish(FileWishes desk, KnownViewer by, uint sequence, uint wire, Action<string, FileSource> given) : IBesideMatter
    {
        public KnownViewer By => by;

        public uint Wire => wire;

        /// <summary>What the customer has chosen.</summary>
        public FileSource? File { get; set; }

        // It may have been taken back while it waited.
        public bool CanBeAsked => desk.IsAllowed;

        public TimeSpan AtLeast => SessionTimes.ChooseFile;

        public BesideQuestion Question(int number, int allowIn, bool answered) => new BesideQuestion.WantsFile(number, allowIn, answered);

        // That it goes is written down when it begins to.
        public Task<bool> Settle(bool allowed, ShownText? shown) => Task.FromResult(allowed && File is not null && CanBeAsked);

        public void Close(bool allowed)
        {
            if (allowed && File is { } file)
            {
                given(file.Name, file);
            }
            else
            {
                desk.NotGiven(this, sequence);
            }
        }
    }
}
