using RemoteAssist.Shared.Wire;

namespace RemoteAssist.Agent;

/// <summary>The stamp behind the bytes of the running program.</summary>
internal static class OwnStamp
{
    /// <summary>Reads it.</summary>
    /// <param name="program">The program's file; null where nobody knows.</param>
    /// <returns>Null where there is none: the Agent was not downloaded from a Relay.</returns>
    public static AgentStamp? Read(string? program)
    {
        if (program is null)
        {
            return null;
        }

        try
        {
            using var file = File.OpenRead(program);
            if (file.Length < AgentStamp.Length)
            {
                return null;
            }

            file.Seek(-AgentStamp.Length, SeekOrigin.End);
            var bytes = new byte[AgentStamp.Length];
            file.ReadExactly(bytes);
            return AgentStamp.Read(bytes);
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // As if there were none: the address is asked for then.
            return null;
        }
    }
}
