namespace Insights.Privacy.Tests;

/// <summary>Keys of no secrecy whatever, for tests.</summary>
internal static class Keys
{
    public static readonly CaseKey First = new(1, Bytes(0, 32));
    public static readonly CaseKey Twelfth = new(12, Bytes(100, 48));

    public static byte[] Bytes(int from, int count) => [.. Enumerable.Range(from, count).Select(value => (byte)value)];
}
