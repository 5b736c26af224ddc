using RpclPix2Seq.Sketches.Images.Maps;

namespace RpclPix2Seq.Cli.Reports;

/// <summary>Drawings' codes laid out on a plane.</summary>
/// <param name="Name">The method, in one word that is part of files' names.</param>
/// <param name="Title">What the method is called.</param>
/// <param name="Note">A few words on what the plane shows.</param>
/// <param name="Places">[N, 2].</param>
/// <param name="Ellipses">The components of the mixture, coloured by component; none where the method is not linear.</param>
internal sealed record MapProjection(string Name, string Title, string Note, double[] Places, IReadOnlyList<MapEllipse> Ellipses);
