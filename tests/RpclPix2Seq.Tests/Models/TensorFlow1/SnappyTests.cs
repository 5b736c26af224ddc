using RpclPix2Seq.Models.TensorFlow1;

namespace RpclPix2Seq.Tests.Models.TensorFlow1;

/// <summary>Snappy, from its description: lengths and tags by hand.</summary>
public sealed class SnappyTests
{
    [Fact]
    public void Nothing_is_nothing() => Assert.Empty(Snappy.Unpack([0]));

    [Fact]
    public void A_literal_is_itself() => Assert.Equal("abc"u8.ToArray(), Snappy.Unpack([3, 2 << 2, .. "abc"u8]));

    [Fact]
    public void Long_literals_say_their_length_in_one_to_four_bytes()
    {
        byte[] original = [.. Enumerable.Range(0, 70).Select(i => (byte)i)];
        Assert.Equal(original, Snappy.Unpack([70, 60 << 2, 69, .. original]));
        Assert.Equal(original, Snappy.Unpack([70, 61 << 2, 69, 0, .. original]));
        Assert.Equal(original, Snappy.Unpack([70, 62 << 2, 69, 0, 0, .. original]));
        Assert.Equal(original, Snappy.Unpack([70, 63 << 2, 69, 0, 0, 0, .. original]));
    }

    [Theory]
    [InlineData(new byte[] { 9, 2 << 2, 97, 98, 99, (2 << 2) | 1, 3 })]                 // a copy of 6, one byte of offset
    [InlineData(new byte[] { 9, 2 << 2, 97, 98, 99, (5 << 2) | 2, 3, 0 })]              // the same, two bytes
    [InlineData(new byte[] { 9, 2 << 2, 97, 98, 99, (5 << 2) | 3, 3, 0, 0, 0 })]        // the same, four bytes
    public void A_copy_may_reach_into_itself(byte[] packed) => Assert.Equal("abcabcabc"u8.ToArray(), Snappy.Unpack(packed));

    [Fact]
    public void A_near_copy_has_three_more_bits_of_offset()
    {
        byte[] literal = [59 << 2, .. Enumerable.Range(0, 60).Select(i => (byte)i)];
        byte[] original = Snappy.Unpack([0xB0, 0x02, .. literal, .. literal, .. literal, .. literal, .. literal, (1 << 5) | 1, 300 - 256]);
        Assert.Equal(304, original.Length);
        Assert.Equal(original[..4], original[300..]);
        Assert.NotEqual(original[44..48], original[300..]);
    }

    [Theory]
    [InlineData(new byte[] { }, "a number that is cut off")]
    [InlineData(new byte[] { 0x80 }, "a number that is cut off")]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0 }, "6 packed bytes that stand for 4294967295")]
    [InlineData(new byte[] { 3, 2 << 2, 97 }, "3 bytes where 1 are left")]
    [InlineData(new byte[] { 2, 2 << 2, 97, 98, 99 }, "3 bytes where 2 are left")]
    [InlineData(new byte[] { 4, 2 << 2, 97, 98, 99 }, "3 unpacked bytes instead of 4")]
    [InlineData(new byte[] { 5, 0, 97, 1, 2 }, "a copy of 4 bytes from 2 before byte 1 of 5")]
    [InlineData(new byte[] { 5, 0, 97, 1, 0 }, "a copy of 4 bytes from 0 before byte 1 of 5")]
    [InlineData(new byte[] { 4, 0, 97, 1, 1 }, "a copy of 4 bytes from 1 before byte 1 of 4")]
    [InlineData(new byte[] { 4, 0, 97, 3, 1, 0 }, "a tag that is cut off")]
    [InlineData(new byte[] { 4, 63 << 2, 255, 255, 255, 255, 97 }, "4294967296 bytes where 1 are left")]
    public void Damage_is_named(byte[] packed, string message) =>
        Assert.Equal(message, Assert.Throws<InvalidDataException>(() => Snappy.Unpack(packed)).Message);
}
