using System.Security.Cryptography;
using Insights.Core.Evidence;
using Xunit;

namespace Insights.Core.Tests.Evidence;

/// <summary>Notes and trees as others write them.</summary>
public sealed class NoteTests
{
    // The example of the Go library golang.org/x/mod/sumdb/note, so that its tools can check our checkpoints.
    private const string Private = "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
    private const string Public = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string Text = "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n";
    private const string Signature = "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    [Fact]
    public void A_note_is_signed_and_opened_as_another_library_does()
    {
        Assert.True(NoteSigner.TryParse(Private, out var signer));
        Assert.True(NoteVerifier.TryParse(Public, out var verifier));

        Assert.Equal(Public, signer.Public.ToString());
        Assert.Equal(Text + "\n" + Signature, signer.Sign(Text));
        Assert.True(SignedNote.TryOpen(Text + "\n— somebody-else AAAA\n" + Signature, [verifier], out var text));
        Assert.Equal(Text, text);
        Assert.False(SignedNote.TryOpen(Text + "More.\n\n" + Signature, [verifier], out _));
        Assert.False(SignedNote.TryOpen(Text + "\n" + Signature, [], out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("PRIVATE+KEY+")]
    [InlineData("PRIVATE+KEY+a+00000000+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz")]
    [InlineData("PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXH")]
    [InlineData("PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void What_is_no_key_is_not_read(string text) => Assert.False(NoteSigner.TryParse(text, out _));

    [Fact]
    public void A_new_key_reads_back()
    {
        using var made = NoteSigner.Create("insights-audit", out var text);

        Assert.True(NoteSigner.TryParse(text + "\n", out var read));
        Assert.Equal(made.Public.ToString(), read.Public.ToString());
    }

    [Fact]
    public void Roots_and_paths_are_those_of_the_recursive_definition_at_every_size()
    {
        var leaves = Enumerable.Range(0, 40).Select(i => SHA256.HashData([(byte)i])).ToList();
        for (var size = 1; size <= leaves.Count; size++)
        {
            var tree = new MerkleTree();
            var paths = new MerklePaths(size, Enumerable.Range(0, size).Select(i => (long)i));
            foreach (var leaf in leaves.Take(size))
            {
                tree.Add(leaf);
                paths.Add(leaf);
            }

            var root = Root(leaves[..size]);
            Assert.Equal(root, tree.Root());
            for (var i = 0; i < size; i++)
            {
                Assert.Equal(root, MerkleTree.RootOf(leaves[i], i, size, paths.Of(i)));
                Assert.NotEqual(root, MerkleTree.RootOf(leaves[(i + 1) % leaves.Count], i, size, paths.Of(i)));
                Assert.NotEqual(root, MerkleTree.RootOf(leaves[i], i, size, [.. paths.Of(i), leaves[0]]));
                if (size > 1)
                    Assert.NotEqual(root, MerkleTree.RootOf(leaves[i], i, size, [.. paths.Of(i).SkipLast(1)]));
            }
        }
    }

    private static byte[] Root(IReadOnlyList<byte[]> leaves)
    {
        if (leaves.Count == 1)
            return SHA256.HashData([0, .. leaves[0]]);
        var left = 1;
        while (left * 2 < leaves.Count)
            left *= 2;
        return SHA256.HashData([1, .. Root([.. leaves.Take(left)]), .. Root([.. leaves.Skip(left)])]);
    }
}
