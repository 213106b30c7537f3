#include "renderer/measures/oklab.h"
#include "renderer/measures/plane.h"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace seamline::measures {
namespace {

Plane noise(int width, int height) {
    std::mt19937 random(7);
    Plane plane(width, height);
    for (float& value : plane.values) value = static_cast<float>(random() % 1000) / 1000;
    return plane;
}

double mean(const Plane& plane) {
    return std::accumulate(plane.values.begin(), plane.values.end(), 0.0) /
           static_cast<double>(plane.values.size());
}

TEST(Plane, AreaAverageKeepsTheMeanAndTheOrderOfPixels) {
    const Plane fine = noise(97, 41);
    const Plane small = area_averaged(fine, 13, 7);
    EXPECT_NEAR(mean(small), mean(fine), 1e-5);
    // The first new pixel by its definition: 97 / 13 columns, 41 / 7 rows.
    double sum = 0;
    for (int y = 0; y < 6; ++y)
        for (int x = 0; x < 8; ++x)
            sum += fine.at(x, y) * std::min(1.0, 97.0 / 13 - x) * std::min(1.0, 41.0 / 7 - y);
    EXPECT_NEAR(small.at(0, 0), sum / (97.0 / 13 * 41 / 7), 1e-5);
    EXPECT_EQ(area_averaged(fine, 97, 41).values, fine.values);
}

TEST(Plane, GaussianOfAPointIsTheGaussian) {
    Plane point(41, 41);
    point.at(20, 20) = 1;
    const Plane blurred = gaussian_blurred(point, 2.0);
    EXPECT_NEAR(mean(blurred) * 41 * 41, 1, 1e-5);
    EXPECT_NEAR(blurred.at(20, 20), 1 / (2 * M_PI * 4), 3e-4);
    EXPECT_NEAR(blurred.at(23, 18) / blurred.at(20, 20), std::exp(-(9 + 4) / 8.0), 1e-4);
    const Plane flat = gaussian_blurred(Plane(9, 5, 0.25F), 3.0);
    for (const float value : flat.values) EXPECT_NEAR(value, 0.25F, 1e-6F);
}

TEST(Plane, BilinearMeetsPixelsAndRepeatsTheEdge) {
    const Plane plane = noise(8, 6);
    EXPECT_EQ(bilinear(plane, 3, 2), plane.at(3, 2));
    EXPECT_EQ(bilinear(plane, -5, 2), plane.at(0, 2));
    EXPECT_EQ(bilinear(plane, 99, 99), plane.at(7, 5));
    EXPECT_NEAR(bilinear(plane, 3.25F, 2), 0.75F * plane.at(3, 2) + 0.25F * plane.at(4, 2), 1e-6F);
}

TEST(OkLab, PublishedPairsAndWayBack) {
    // Of Ottosson's article: X, Y, Z = (0.950, 1, 1.089) is white; the red primary by its matrices.
    const glm::vec3 white = oklab_from_light({1, 1, 1});
    EXPECT_NEAR(white.x, 1, 1e-4);
    EXPECT_NEAR(white.y, 0, 1e-4);
    EXPECT_NEAR(white.z, 0, 1e-4);
    const glm::vec3 red = oklab_from_light({1, 0, 0});
    EXPECT_NEAR(red.x, 0.62796, 1e-4);
    EXPECT_NEAR(red.y, 0.22486, 1e-4);
    EXPECT_NEAR(red.z, 0.12585, 1e-4);
    for (const glm::vec3 light : {glm::vec3(0.2F, 0.5F, 0.1F), glm::vec3(0.9F, 0.05F, 0.7F)}) {
        const glm::vec3 back = light_from_oklab(oklab_from_light(light));
        for (int c = 0; c < 3; ++c) EXPECT_NEAR(back[c], light[c], 2e-5);
    }
}

} // namespace
} // namespace seamline::measures
