using System.Text;

namespace Insights.Web.Quiet;

/// <summary>Stands for an exception in a log: its type, its stack and what caused it, and none of its words, which may quote what was sent.</summary>
internal sealed class QuietFault : Exception
{
    private const int Deepest = 8;

    private readonly string _type;

    private QuietFault(Exception fault, QuietFault? inner) : base(fault.GetType().FullName, inner) =>
        (_type, StackTrace) = (fault.GetType().FullName ?? fault.GetType().Name, fault.StackTrace);

    public override string? StackTrace { get; }

    public static QuietFault? Of(Exception? fault, int depth = 0) => fault switch
    {
        null => null,
        _ when depth == Deepest => null,
        // Which of several came first says more than that there were several.
        AggregateException { InnerExceptions: [_, _, ..] } several => new QuietFault(several, Of(several.InnerExceptions[0], depth + 1)),
        _ => new QuietFault(fault, Of(fault.InnerException, depth + 1)),
    };

    public override string ToString()
    {
        var text = new StringBuilder(_type);
        if (InnerException is not null)
            text.Append("\n ---> ").Append(InnerException).Append("\n   --- End of inner exception stack trace ---");
        if (StackTrace is not null)
            text.Append('\n').Append(StackTrace);
        return text.ToString();
    }
}
